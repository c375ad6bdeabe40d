import { Type } from '@sinclair/typebox';
import type { Database } from './database.ts';
import {
  isRefusal,
  type KeyValue,
  type KeyValueStore,
  type Space,
  toRefusal,
} from './key-value.ts';

const ValueRow = Type.Object({ value: Type.Uint8Array() });
const Outcome = Type.Object({ outcome: Type.String() });
const Increment = Type.Object({
  outcome: Type.String(),
  result: Type.Union([Type.Number(), Type.Null()]),
});

function openSpace(database: Database, space: Space): KeyValue {
  const { group, ownerId, limits } = space;
  const where = [group, ownerId] as const;

  function requireOk(outcome: string): void {
    if (isRefusal(outcome)) throw toRefusal(outcome, space);
    if (outcome !== 'ok') throw new Error(`unexpected outcome of a key's change: ${outcome}`);
  }

  return {
    async get(key) {
      const row = await database.find(
        ValueRow,
        `select v.value from key_values v join key_value_spaces s on s.id = v.space_id
         where s.group_name = $1 and s.owner_id = $2 and v.key = $3`,
        [...where, key],
      );
      return row && new TextDecoder().decode(row.value);
    },

    async set(key, value) {
      const { outcome } = await database.one(
        Outcome,
        'select save_key_value($1, $2, $3, $4, $5, $6) as outcome',
        [...where, key, Buffer.from(value), limits.keys, limits.bytes],
      );
      requireOk(outcome);
    },

    async del(key) {
      await database.run('select remove_key_value($1, $2, $3)', [...where, key]);
    },

    async incr(key) {
      const { outcome, result } = await database.one(
        Increment,
        'select outcome, result from increment_key_value($1, $2, $3, $4, $5)',
        [...where, key, limits.keys, limits.bytes],
      );
      requireOk(outcome);
      return Number(result);
    },
  };
}

/** Spaces as rows, which go with their owner's account. */
export function openPostgresKeyValue(database: Database): KeyValueStore {
  return {
    in: (space) => openSpace(database, space),
    async remove({ group, ownerId }) {
      const sql = 'delete from key_value_spaces where group_name = $1 and owner_id = $2';
      await database.run(sql, [group, ownerId]);
    },
    async removeGroup(group) {
      await database.run('delete from key_value_spaces where group_name = $1', [group]);
    },
    async close() {},
  };
}
