import { Type } from '@sinclair/typebox';
import { Redis, ReplyError } from 'ioredis';
import { AppError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from './database.ts';
import {
  isRefusal,
  type KeyValue,
  type KeyValueStore,
  type Space,
  toRefusal,
} from './key-value.ts';

const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;
/** Longest that a plugin waits for one key while Redis is away. */
const COMMAND_TIMEOUT_MS = 5 * SECOND_MS;
/** Longest wait between two attempts to reach Redis again. */
const MAX_RETRY_MS = 2 * SECOND_MS;
const RETRY_STEP_MS = 100;
/** How often the keys of accounts that were deleted are looked for. */
const SWEEP_INTERVAL_MS = 10 * MINUTE_MS;
/** Keys that one command deletes. */
const DELETE_BATCH = 500;
/** Spaces of which this process remembers that they are on record; about 150 bytes each. */
const MAX_KNOWN_SPACES = 20_000;

/** Which keys a space has and how long each is; the field '' holds their sum. */
const INDEX_PREFIX = 'hearthbeat:keys:';

/** KEYS: the key, the index. ARGV: key, value, most keys, most bytes. */
const SAVE = `
local function save(name, value, most_keys, most_bytes)
  local size = #name + #value
  local old = tonumber(redis.call('HGET', KEYS[2], name) or '-1')
  local total = tonumber(redis.call('HGET', KEYS[2], '') or '0')
  local count = math.max(redis.call('HLEN', KEYS[2]) - 1, 0)
  if old < 0 and count >= tonumber(most_keys) then return 'keys' end
  local growth = size - math.max(old, 0)
  if growth > 0 and total + growth > tonumber(most_bytes) then return 'bytes' end
  redis.call('SET', KEYS[1], value)
  if growth ~= 0 then
    redis.call('HSET', KEYS[2], name, size)
    redis.call('HINCRBY', KEYS[2], '', growth)
  end
  return 'ok'
end
`;
const SET = `${SAVE} return save(ARGV[1], ARGV[2], ARGV[3], ARGV[4])`;
/** Redis says itself what is an integer: tried on a copy of the value, as limits come after. */
const INCREMENT = `${SAVE}
local old = redis.call('GET', KEYS[1])
local result = redis.pcall('INCR', KEYS[1])
if type(result) == 'table' and result.err then
  if string.find(result.err, 'overflow') then return 'range' end
  return 'text'
end
local value = redis.call('GET', KEYS[1])
local outcome = save(ARGV[1], value, ARGV[2], ARGV[3])
if outcome == 'ok' then return {value} end
if old then redis.call('SET', KEYS[1], old) else redis.call('DEL', KEYS[1]) end
return outcome`;
const REMOVE = `
redis.call('DEL', KEYS[1])
local old = redis.call('HGET', KEYS[2], ARGV[1])
if old then
  redis.call('HDEL', KEYS[2], ARGV[1])
  redis.call('HINCRBY', KEYS[2], '', -tonumber(old))
  if redis.call('HLEN', KEYS[2]) == 1 then redis.call('DEL', KEYS[2]) end
end
return 'ok'`;

type SpaceName = Pick<Space, 'group' | 'ownerId'>;

const prefixOf = ({ group, ownerId }: SpaceName) => `${group}:${ownerId}:`;
const indexOf = ({ group, ownerId }: SpaceName) => `${INDEX_PREFIX}${group}:${ownerId}`;

function connect({ redisUrl, log, commandTimeoutMs }: RedisKeyValueDependencies): Redis {
  const redis = new Redis(redisUrl, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: commandTimeoutMs ?? COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: null, // the command's own timeout ends it
    retryStrategy: (attempt) => Math.min(attempt * RETRY_STEP_MS, MAX_RETRY_MS),
  });
  const state = { isAway: false };
  redis.on('error', (error) => {
    if (!state.isAway) log.warn('Redis is away; plugins wait for it', { reason: messageOf(error) });
    state.isAway = true;
  });
  redis.on('ready', () => {
    if (state.isAway) log.info('Redis is back');
    state.isAway = false;
  });
  return redis;
}

function toUnavailable(error: unknown): never {
  const sentence =
    error instanceof ReplyError
      ? `Redis refused this: ${messageOf(error)}.`
      : 'Redis cannot be reached. Try again in a moment.';
  throw new AppError('unavailable', sentence, { cause: error });
}

/**
 * Keeps in Postgres which spaces there are, as the documented keys in Redis cannot be listed. A space
 * stays on record until its owner is gone: other instances remember that it is there.
 */
function openRecord(database: Database) {
  const known = new Set<string>();
  const Row = Type.Object({ group_name: Type.String(), owner_id: Type.String() });
  const toName = ({ group_name, owner_id }: { group_name: string; owner_id: string }) => ({
    group: group_name,
    ownerId: owner_id,
  });
  const columns = 'select s.group_name, s.owner_id from key_value_redis_spaces s';

  return {
    async add(space: SpaceName): Promise<void> {
      const prefix = prefixOf(space);
      if (known.has(prefix)) return;
      const added = await database.run(
        `insert into key_value_redis_spaces (group_name, owner_id)
         select $1, id from users where id = $2
         on conflict (group_name, owner_id) do update set owner_id = excluded.owner_id`,
        [space.group, space.ownerId],
      );
      if (added === 0) throw toRefusal('gone', { ...space, limits: { keys: 0, bytes: 0 } });
      if (known.size >= MAX_KNOWN_SPACES) known.clear();
      known.add(prefix);
    },
    async remove(space: SpaceName): Promise<void> {
      known.delete(prefixOf(space));
      await database.run(
        'delete from key_value_redis_spaces where group_name = $1 and owner_id = $2',
        [space.group, space.ownerId],
      );
    },
    async listGroup(group: string): Promise<SpaceName[]> {
      const rows = await database.list(Row, `${columns} where s.group_name = $1`, [group]);
      return rows.map(toName);
    },
    /** Whose account is gone, however it was deleted. */
    async listOrphans(): Promise<SpaceName[]> {
      const rows = await database.list(
        Row,
        `${columns} where not exists (select from users u where u.id = s.owner_id)`,
      );
      return rows.map(toName);
    },
  };
}

function openSpace(redis: Redis, space: Space, onWrite: () => Promise<void>): KeyValue {
  const prefix = prefixOf(space);
  const index = indexOf(space);
  const { keys, bytes } = space.limits;

  async function write(
    script: string,
    key: string,
    ...rest: (string | number)[]
  ): Promise<unknown> {
    await onWrite();
    const outcome = await redis
      .eval(script, 2, prefix + key, index, key, ...rest)
      .catch(toUnavailable);
    if (isRefusal(outcome)) throw toRefusal(outcome, space);
    return outcome;
  }

  return {
    get: (key) => redis.get(prefix + key).catch(toUnavailable),
    async set(key, value) {
      await write(SET, key, value, keys, bytes);
    },
    async del(key) {
      await write(REMOVE, key);
    },
    async incr(key) {
      const outcome = await write(INCREMENT, key, keys, bytes);
      if (Array.isArray(outcome)) return Number(outcome[0]);
      throw new Error('Redis answered an increment with something else');
    },
  };
}

async function removeSpace(redis: Redis, space: SpaceName): Promise<void> {
  const index = indexOf(space);
  const names = (await redis.hkeys(index)).filter((name) => name !== '');
  for (let start = 0; start < names.length; start += DELETE_BATCH) {
    const batch = names.slice(start, start + DELETE_BATCH);
    await redis.unlink(batch.map((name) => prefixOf(space) + name));
  }
  await redis.del(index);
}

interface RedisKeyValueDependencies {
  database: Database;
  redisUrl: string;
  log: Log;
  /** Default: COMMAND_TIMEOUT_MS. */
  commandTimeoutMs?: number;
}

/** As every store, and what keeps it true over the deletion of accounts. */
export interface RedisKeyValueStore extends KeyValueStore {
  /** Forgets what belongs to accounts that exist no more; runs by itself now and then. */
  sweep(): Promise<void>;
}

/** Spaces as plain Redis keys, each with an index beside it that holds its limits. */
export function openRedisKeyValue(dependencies: RedisKeyValueDependencies): RedisKeyValueStore {
  const { database, log } = dependencies;
  const redis = connect(dependencies);
  const record = openRecord(database);

  const remove = (space: SpaceName) => removeSpace(redis, space).catch(toUnavailable);
  async function sweep(): Promise<void> {
    for (const space of await record.listOrphans()) {
      await remove(space);
      await record.remove(space);
    }
  }
  const sweeping = setInterval(() => {
    sweep().catch((error: unknown) =>
      log.warn('keys of deleted accounts are still there', { reason: messageOf(error) }),
    );
  }, SWEEP_INTERVAL_MS);

  return {
    in: (space) => openSpace(redis, space, () => record.add(space)),
    remove,
    async removeGroup(group) {
      for (const space of await record.listGroup(group)) await remove(space);
    },
    sweep,
    async close() {
      clearInterval(sweeping);
      redis.disconnect();
    },
  };
}
