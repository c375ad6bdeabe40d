/** Layer 3: the role that owns nothing and may do what allowed.ts lists, on the views only. */
import { Type } from '@sinclair/typebox';
import pg from 'pg';
import type { Database, Queryable } from '../../db/database.ts';
import { TABLES } from './allowed.ts';
import { PLUGIN_ROLE } from './statement-store.ts';

/** Any number that nothing else locks: grants of one database are made one at a time. */
const GRANTS_LOCK = 7303;

const INSUFFICIENT_PRIVILEGE = '42501';
/** Another instance, perhaps with another database of this cluster, made the role just now. */
const MADE_ELSEWHERE = new Set(['42710', '23505']);
/** "tuple concurrently updated" */
const INTERNAL_ERROR = 'XX000';
const ATTEMPTS = 3;

const codeOf = (error: unknown) => (error instanceof pg.DatabaseError ? error.code : undefined);

const grants: readonly string[] = [
  `grant usage on schema plugin_api, plugin_guard to ${PLUGIN_ROLE}`,
  `grant execute on function plugin_guard.app_uid(), plugin_guard.is_plugin(),
     plugin_guard.fits(integer, integer), plugin_guard.is_public_plugin(uuid),
     plugin_guard.is_public_user(uuid), plugin_guard.top_of_day(date, text) to ${PLUGIN_ROLE}`,
  `revoke all on all tables in schema plugin_api from ${PLUGIN_ROLE}`,
  `grant select on all tables in schema plugin_api to ${PLUGIN_ROLE}`,
  ...Object.entries(TABLES).flatMap(([table, rules]) =>
    [
      rules.insert.length > 0 && `insert (${rules.insert.join(', ')})`,
      rules.update.length > 0 && `update (${rules.update.join(', ')})`,
      rules.delete && 'delete',
    ]
      .filter((verb) => verb !== false)
      .map((verb) => `grant ${verb} on plugin_api.${table} to ${PLUGIN_ROLE}`),
  ),
];

const Standing = Type.Object({
  login: Type.String(),
  exists: Type.Boolean(),
  /** It has rights that no plugin may have; then it was not made by us. */
  is_powerful: Type.Boolean(),
  /** Everybody may make temporary tables, and this login may change that. */
  has_temporary: Type.Boolean(),
});

function readStanding(db: Queryable) {
  return db.one(
    Standing,
    `select current_user::text as login,
       exists (select from pg_roles where rolname = $1) as exists,
       exists (
         select from pg_roles
         where rolname = $1
           and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
       ) as is_powerful,
       exists (
         select from pg_database
         where datname = current_database() and pg_has_role(datdba, 'member')
           and has_database_privilege('public', datname, 'temporary')
       ) as has_temporary`,
    [PLUGIN_ROLE],
  );
}

/** Whether this login can take the role. */
async function canEnter(database: Database): Promise<boolean> {
  try {
    await database.transaction((tx) => tx.run(`set local role ${PLUGIN_ROLE}`));
    return true;
  } catch (error) {
    if (codeOf(error) === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

async function createRole(database: Database): Promise<void> {
  try {
    await database.run(`create role ${PLUGIN_ROLE} nologin noinherit`);
  } catch (error) {
    if (!MADE_ELSEWHERE.has(codeOf(error) ?? '')) throw error;
  }
}

/** A temporary table would come before a real one of its name. */
const REVOKE_TEMPORARY = `do $$ begin
  execute format('revoke temporary on database %I from public', current_database());
end $$`;

async function grantAll(database: Database, hasTemporary: boolean): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run('select pg_advisory_xact_lock($1)', [GRANTS_LOCK]);
    await tx.run(grants.join(';\n'));
    if (hasTemporary) await tx.run(REVOKE_TEMPORARY);
  });
}

async function attempt(database: Database): Promise<void> {
  const { exists, has_temporary } = await readStanding(database);
  if (!exists) await createRole(database);
  if (!(await canEnter(database))) await database.run(`grant ${PLUGIN_ROLE} to current_user`);
  await grantAll(database, has_temporary);
}

export type RoleState =
  | { hasRole: true }
  /** `sql`: what an administrator of the database server has to run once. */
  | { hasRole: false; sql: string };

/**
 * Makes the role when this login may, and grants it what plugins may do. Safe beside other
 * instances and other databases of the same server, which share the role.
 */
export async function prepareRole(database: Database): Promise<RoleState> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      const { is_powerful } = await readStanding(database);
      if (is_powerful) return missing(database);
      await attempt(database);
      return { hasRole: true };
    } catch (error) {
      if (codeOf(error) === INSUFFICIENT_PRIVILEGE) return missing(database);
      if (codeOf(error) !== INTERNAL_ERROR || left <= 1) throw error;
    }
  }
}

async function missing(database: Database): Promise<RoleState> {
  const { login, exists, is_powerful } = await readStanding(database);
  const quoted = `"${login.replaceAll('"', '""')}"`;
  const make = `create role ${PLUGIN_ROLE} nologin noinherit;`;
  const weaken = `alter role ${PLUGIN_ROLE} nosuperuser nobypassrls nocreaterole nocreatedb noreplication;`;
  const first = is_powerful ? weaken : exists ? '' : make;
  return { hasRole: false, sql: `${first} grant ${PLUGIN_ROLE} to ${quoted};`.trim() };
}
