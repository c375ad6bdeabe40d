import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Names the directories of an archive that hold no file; tar made by Bun has only files. */
export const EMPTY_DIRECTORIES_FILE = 'empty-directories.json';

const OWNER_ONLY = 0o700;

async function flush(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes every file and directory, so that a power cut after the rename finds them whole. */
async function flushTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    await flush(join(entry.parentPath, entry.name));
  }
  await flush(directory);
}

/**
 * First start: unpacks the empty data directory that `db/bake` made (initdb would take 2 s and
 * 1 GB). A half-made directory is never seen under the real name.
 */
export async function unpackEmptyDatabase(directory: string, archive: string): Promise<void> {
  if (existsSync(join(directory, 'PG_VERSION'))) return;
  const unfinished = `${directory}.new`;
  const tar = await Bun.zstdDecompress(await Bun.file(archive).arrayBuffer());
  await rm(unfinished, { recursive: true, force: true });
  await new Bun.Archive(tar).extract(unfinished);
  const emptyDirectories: string[] = await Bun.file(
    join(unfinished, EMPTY_DIRECTORIES_FILE),
  ).json();
  for (const name of emptyDirectories) await mkdir(join(unfinished, name), { recursive: true });
  await rm(join(unfinished, EMPTY_DIRECTORIES_FILE));
  await chmod(unfinished, OWNER_ONLY);
  await flushTree(unfinished);
  await rm(directory, { recursive: true, force: true });
  await rename(unfinished, directory);
  await flush(dirname(directory));
}
