import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { AppError, messageOf } from '../base/errors.ts';
import { resources } from '../base/resources.ts';
import type { Database, Queryable } from './database.ts';

/** Any number, but the same for every instance: one migrates, the others wait. */
const MIGRATION_LOCK = 7300;
const MIGRATION_LIMIT_MS = 30 * 60_000;

const Applied = Type.Object({ name: Type.String(), checksum: Type.String() });

export interface Migration {
  /** `0001_users.sql` */
  name: string;
  sql: string;
  /** SHA-256 of `sql`, hex. */
  checksum: string;
}

/** The migrations that this program carries, in order. */
export function listMigrations(directory = resources.migrations): Migration[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(directory, name), 'utf8');
      const checksum = new Bun.CryptoHasher('sha256').update(sql).digest('hex');
      return { name, sql, checksum };
    });
}

/** Refuses a database that this program must not touch. Pure, so that each sentence is tested. */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly Static<typeof Applied>[],
): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw new AppError(
        'conflict',
        `The database is newer than this program (it has ${name}). Start the newer Hearthbeat, or restore a backup made before the upgrade.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new AppError(
        'conflict',
        `Migration ${name} has changed since it was applied. Use the Hearthbeat release that made this database, or a later one.`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

/** One migrates, the others wait. */
async function lock(tx: Queryable): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK], {
    limitMs: MIGRATION_LIMIT_MS,
  });
}

/** Under the lock, since two `create table if not exists` at once can collide. */
async function createTable(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await lock(tx);
    await tx.run(
      'create table if not exists schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
  });
}

/** Applies one migration and notes it, or does neither. */
async function apply(tx: Queryable, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await tx.run(sql, [], { limitMs: MIGRATION_LIMIT_MS });
  } catch (cause) {
    throw new Error(`Migration ${name} failed: ${messageOf(cause)}`, { cause });
  }
  await tx.run('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum]);
}

/**
 * Brings the schema up to date: forward only, each migration in a transaction of its own, under a
 * lock. Returns the names of those it applied. Throws `conflict` for a database that this program
 * must not touch, and an error that names the migration when one fails.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = listMigrations(),
): Promise<string[]> {
  await createTable(database);
  const names: string[] = [];
  for (;;) {
    const name = await database.transaction(async (tx) => {
      await lock(tx);
      const applied = await tx.list(Applied, 'select name, checksum from schema_migrations');
      const [next] = pendingMigrations(migrations, applied);
      if (next) await apply(tx, next);
      return next?.name;
    });
    if (name === undefined) return names;
    names.push(name);
  }
}
