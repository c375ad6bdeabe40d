import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import type { ApiKey } from './api-key.ts';
import { Scope } from './scopes.ts';

/** A key as its owner's list shows it: never the key or its hash. */
export const KeyRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  key_prefix: Type.String(),
  scope: Scope,
  last_used_at: Type.Union([Type.Date(), Type.Null()]),
  created_at: Type.Date(),
});
export type KeyRow = Static<typeof KeyRow>;

const keyColumns = Object.keys(KeyRow.properties).join(', ');

/** A credential's row and its owner's, as far as each request needs them. */
export const CredentialRow = Type.Object({
  credential_id: Type.String(),
  /** Of a key; a session may do everything. */
  scope: Scope,
  id: Type.String(),
  username: Type.String(),
  is_admin: Type.Boolean(),
  timezone: Type.String(),
  timezone_is_chosen: Type.Boolean(),
  timeout_seconds: Type.Integer(),
  is_disabled: Type.Boolean(),
});
export type CredentialRow = Static<typeof CredentialRow>;

export function findKeyOwner(db: Queryable, hash: string): Promise<CredentialRow | null> {
  return db.find(
    CredentialRow,
    `select k.id as credential_id, k.scope, u.id, u.username, u.is_admin, u.timezone, u.timezone_is_chosen,
       u.timeout_seconds, u.disabled_at is not null as is_disabled
     from api_keys k join users u on u.id = k.user_id where k.key_hash = $1`,
    [hash],
  );
}

export function listKeys(db: Queryable, userId: string): Promise<KeyRow[]> {
  return db.list(
    KeyRow,
    `select ${keyColumns} from api_keys where user_id = $1 order by created_at desc, id`,
    [userId],
  );
}

/** How many keys a user has; no other key of theirs is added until the transaction ends. */
export async function countKeysForUpdate(tx: Queryable, userId: string): Promise<number> {
  await tx.run('select from users where id = $1 for no key update', [userId]);
  const Row = Type.Object({ keys: Type.Integer() });
  const sql = 'select count(*) as keys from api_keys where user_id = $1';
  return (await tx.one(Row, sql, [userId])).keys;
}

/** Violates a unique index when somebody has this very key. */
export function insertKey(
  db: Queryable,
  userId: string,
  { name, scope, key, at }: { name: string; scope: Scope; key: ApiKey; at: Date },
): Promise<KeyRow> {
  return db.one(
    KeyRow,
    `insert into api_keys (user_id, name, key_hash, key_prefix, created_at, scope)
     values ($1, $2, $3, $4, $5, $6) returning ${keyColumns}`,
    [userId, name, key.hash, key.prefix, at, scope],
  );
}

/** Whether this user has such a key. */
export async function renameKey(
  db: Queryable,
  userId: string,
  keyId: string,
  name: string,
): Promise<boolean> {
  const sql = 'update api_keys set name = $3 where user_id = $1 and id = $2';
  return (await db.run(sql, [userId, keyId, name])) > 0;
}

/** Whether this user had such a key. */
export async function deleteKey(db: Queryable, userId: string, keyId: string): Promise<boolean> {
  const sql = 'delete from api_keys where user_id = $1 and id = $2';
  return (await db.run(sql, [userId, keyId])) > 0;
}

/** Never moves a time back, in whatever order several instances write. */
export async function saveKeyUses(db: Queryable, uses: ReadonlyMap<string, Date>): Promise<void> {
  await db.run(
    `update api_keys k set last_used_at = used.at
     from unnest($1::uuid[], $2::timestamptz[]) as used (id, at)
     where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)`,
    [[...uses.keys()], [...uses.values()]],
  );
}
