/** For tests of plugins' SQL: the real database, two people with marked data, and their plugin. */
import { Type } from '@sinclair/typebox';
import { openLocalBus, type Topic } from '../../base/bus.ts';
import { silentLog } from '../../base/log.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { sharedTestDatabase } from '../../db/testing.ts';
import { rejectionOf } from '../../users/testing.ts';
import { openPluginSql, type PluginRow, type PluginSql } from './plugin-sql.ts';
import { PluginSqlError } from './problem.ts';

export const AnyRow = Type.Record(Type.String(), Type.Unknown());

export interface Person {
  id: string;
  username: string;
  /** Stands in every text of this person's data, and nowhere else. */
  marker: string;
  /** A published plugin of theirs. */
  pluginId: string;
  /** One that is not published. */
  hiddenPluginId: string;
}

const BEATS = 5;

/** Somebody with a row in every table that plugins know; nothing of it is public but one plugin. */
export async function addMarkedPerson(database: Database): Promise<Person> {
  const marker = `m${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const { id } = await database.one(
    Type.Object({ id: Type.String() }),
    `insert into users (username, display_name, email, bio, password_hash, account_number, website)
     select m, m, m || '@example.org', m, m, substr(md5(m), 1, 16), 'https://' || m
     from (select $1::text as m) given
     returning id`,
    [marker],
  );
  await database.run('select lock_timeline(array[$1::uuid])', [id]);
  await database.run(
    `insert into heartbeats (user_id, project, file, language, editor, machine, branch, duration_seconds, recorded_at)
     select $1, m, m || '/' || i, m, m, m, m, 60, now() - make_interval(hours => i)
     from (select $2::text as m) given, generate_series(1, ${BEATS}) i`,
    [id, marker],
  );
  const plugins = await database.list(
    Type.Object({ id: Type.String(), is_published: Type.Boolean() }),
    `insert into plugin_store (author_id, name, display_name, script, is_published)
     select $1, case when shown then md5(m || 'plugin') else m end, 'A plugin', case when shown then 'log(1)' else m end, shown
     from (select $2::text as m) given, (values (true), (false)) v (shown)
     returning id, is_published`,
    [id, marker],
  );
  const pluginId = plugins.find((plugin) => plugin.is_published)?.id ?? '';
  const hiddenPluginId = plugins.find((plugin) => !plugin.is_published)?.id ?? '';
  await database.run(
    `insert into installed_plugins (user_id, plugin_id, accepted_version, accepted_script)
     values ($1, $2, '1', $3)`,
    [id, pluginId, marker],
  );
  await database.run(
    `insert into plugin_settings (user_id, plugin, settings)
     select $1, m, jsonb_build_object('secret', m) from (select $2::text as m) given`,
    [id, marker],
  );
  await database.run('insert into plugin_reviews (user_id, plugin_id, body) values ($1, $2, $3)', [
    id,
    hiddenPluginId,
    marker,
  ]);
  await database.run(
    `insert into api_keys (user_id, name, key_hash, key_prefix)
     select $1, m, encode(sha256(convert_to(m, 'UTF8')), 'hex'), m from (select $2::text as m) given`,
    [id, marker],
  );
  return { id, username: marker, marker, pluginId, hiddenPluginId };
}

export interface PluginWorld {
  database: Database;
  sql: PluginSql;
  /** The plugin runs for her. */
  ann: Person;
  /** Nobody may reach him. */
  bob: Person;
  /** Topics that were told, in order. */
  told: Topic[];
  query(sql: string, parameters?: readonly unknown[]): Promise<PluginRow[]>;
  /** The sentence with which a statement was refused; fails when it was not. */
  refusal(sql: string, parameters?: readonly unknown[]): Promise<string>;
}

const TOPICS: readonly Topic[] = ['timeline', 'credentials', 'plugins'];

/** Longer than a statement takes on the busiest machine. */
const PATIENT_LIMIT_MS = 30_000;

/** `limitMs`: undefined for the real limit. */
export async function openPluginWorld(
  given?: Database,
  { limitMs }: { limitMs?: number | undefined } = { limitMs: PATIENT_LIMIT_MS },
): Promise<PluginWorld> {
  const database = given ?? (await sharedTestDatabase());
  const bus = openLocalBus();
  const told: Topic[] = [];
  for (const topic of TOPICS) bus.subscribe(topic, () => told.push(topic));
  const sql = openPluginSql({
    database,
    log: silentLog,
    bus,
    ...(limitMs !== undefined && { limitMs }),
  });
  const ann = await addMarkedPerson(database);
  const bob = await addMarkedPerson(database);
  const query: PluginWorld['query'] = (text, parameters = []) =>
    sql.query(ann.id, text, [...parameters]);
  return {
    database,
    sql,
    ann,
    bob,
    told,
    query,
    async refusal(text, parameters) {
      const error = await rejectionOf(query(text, parameters));
      if (error instanceof PluginSqlError) return error.message;
      throw new Error('expected a sentence for the author', { cause: error });
    },
  };
}

/**
 * Everything that a person has, as one text: two are equal when nothing of it changed. Others may
 * install a public plugin, so how many did is not part of it.
 */
export async function snapshotOf(database: Queryable, { id }: Person): Promise<string> {
  const tables: Record<string, string> = {
    users: 'id',
    heartbeats: 'user_id',
    rollup_15m: 'user_id',
    rollup_total: 'user_id',
    rollup_day: 'user_id',
    plugin_store: 'author_id',
    installed_plugins: 'user_id',
    plugin_settings: 'user_id',
    plugin_reviews: 'user_id',
    api_keys: 'user_id',
    user_follows: 'follower_id',
    sessions: 'user_id',
  };
  const parts = Object.entries(tables).map(
    ([table, owner]) =>
      `(select coalesce(string_agg(t::text, e'\\n' order by t::text), '')
         from (select to_jsonb(t) - 'install_count' as t from ${table} t where ${owner} = $1) x)`,
  );
  const { everything } = await database.one(
    Type.Object({ everything: Type.String() }),
    `select concat_ws(e'\\n', ${parts.join(', ')}) as everything`,
    [id],
  );
  return everything;
}
