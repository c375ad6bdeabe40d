/** `bun src/build.ts [assets]`: makes what travels inside the executable, then the executable. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { resources } from './base/resources.ts';

/** A cleanly shut down data directory needs no recovery and no initdb at the first start. */
async function bakeEmptyDatabase(): Promise<void> {
  if (existsSync(resources.emptyDatabase)) return;
  const directory = 'build/pgdata';
  rmSync(directory, { recursive: true, force: true });
  mkdirSync('build', { recursive: true });
  const database = await PGlite.create(directory);
  await database.exec('VACUUM FREEZE');
  await database.exec('CHECKPOINT');
  await database.close();
  rmSync(`${directory}/postmaster.pid`, { force: true });
  const tar = Bun.spawnSync([
    'tar',
    ...['--format=ustar', '--sort=name', '--mtime=2026-01-01', '--owner=0', '--group=0'],
    ...['-cf', '-', '-C', directory, '.'],
  ]);
  if (!tar.success) throw new Error(tar.stderr.toString());
  const ZSTD_LEVEL = 19;
  await Bun.write(
    resources.emptyDatabase,
    Bun.zstdCompressSync(new Uint8Array(tar.stdout), { level: ZSTD_LEVEL }),
  );
  rmSync(directory, { recursive: true, force: true });
}

await bakeEmptyDatabase();
