/** Build time: makes the empty data directory that the executable carries. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { EMPTY_DIRECTORIES_FILE } from './unpack.ts';

const ZSTD_LEVEL = 19;

/**
 * One database is all that a single session can reach. Without the two templates there are 600
 * files less to unpack and to check after a crash, and their transaction ids never get too old.
 */
const TRIM = [
  "update pg_database set datistemplate = false where datname like 'template%'",
  'drop database template1',
  'drop database template0',
  'vacuum freeze',
  'checkpoint',
];

function listFiles(directory: string): { files: Record<string, Uint8Array>; empty: string[] } {
  const files: Record<string, Uint8Array> = {};
  const empty: string[] = [];
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path);
    if (entry.isFile() && name !== 'postmaster.pid') files[name] = readFileSync(path);
    if (entry.isDirectory() && readdirSync(path).length === 0) empty.push(name);
  }
  return { files, empty };
}

/**
 * Writes `archive` unless it is there already. The directory inside was shut down cleanly, so the
 * first start needs neither initdb nor recovery.
 */
export async function bakeEmptyDatabase(archive: string): Promise<void> {
  if (existsSync(archive) && statSync(archive).mtimeMs > statSync(import.meta.path).mtimeMs) return;
  mkdirSync(dirname(archive), { recursive: true });
  const directory = mkdtempSync(join(dirname(archive), 'pgdata-'));
  try {
    const database = await PGlite.create(join(directory, 'postgres'));
    for (const statement of TRIM) await database.exec(statement);
    await database.close();
    const { files, empty } = listFiles(join(directory, 'postgres'));
    files[EMPTY_DIRECTORIES_FILE] = new TextEncoder().encode(JSON.stringify(empty));
    const tar = await new Bun.Archive(files).bytes();
    const finished = join(directory, 'archive');
    await Bun.write(finished, Bun.zstdCompressSync(tar, { level: ZSTD_LEVEL }));
    renameSync(finished, archive);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
