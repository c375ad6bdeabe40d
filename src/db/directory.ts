/** The embedded database's directory, seen from outside: whose it is and what made it. */
import { Database as LockFile, SQLiteError } from 'bun:sqlite';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError, messageOf } from '../base/errors.ts';

/** The Postgres inside this program; its data directory fits no other. */
const POSTGRES_MAJOR = '18';
const OWNER_ONLY = 0o700;

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes the exclusive lock on a data directory; PGlite has none of its own. The kernel releases
 * it however the process ends. Throws `conflict` when another process holds it, `unavailable` when
 * the place cannot be written.
 */
export function lockDirectory(directory: string): DirectoryLock {
  try {
    mkdirSync(dirname(directory), { recursive: true, mode: OWNER_ONLY });
    const lock = new LockFile(`${directory}.lock`, { create: true });
    try {
      lock.run('PRAGMA locking_mode = EXCLUSIVE');
      lock.run('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return { release: () => lock.close() };
  } catch (cause) {
    if (cause instanceof SQLiteError && cause.code === 'SQLITE_BUSY') {
      throw new AppError(
        'conflict',
        `${directory} is in use by another Hearthbeat. Stop that one, or give this one another --data folder.`,
        { cause },
      );
    }
    throw new AppError(
      'unavailable',
      `The database folder ${directory} cannot be written (${messageOf(cause)}). Check the disk and who owns it.`,
      { cause },
    );
  }
}

/** Throws `conflict` when the directory was made by another major version of Postgres. */
export function checkVersion(directory: string): void {
  const path = join(directory, 'PG_VERSION');
  if (!existsSync(path)) return;
  const found = readFileSync(path, 'utf8').trim();
  if (found === POSTGRES_MAJOR) return;
  throw new AppError(
    'conflict',
    `${directory} holds a Postgres ${found} database, and this program needs ${POSTGRES_MAJOR}. Use the Hearthbeat release that made it, export there and import here.`,
  );
}
