/**
 * `bun src/build.ts assets`: makes what the program carries: the empty database and the pages.
 * `bun src/build.ts`: that, and then the executable, `dist/hearthbeat`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from './base/resources.ts';
import { bakeEmptyDatabase } from './db/bake.ts';
import { collectBundled } from './plugins/bundled.ts';

const root = join(import.meta.dir, '..');
const PGLITE = 'node_modules/@electric-sql/pglite/dist';

/** Threads are not found by the compiler: each is an entry point of its own, beside main.ts. */
const ENTRY_POINTS = ['src/main.ts', 'src/pg-worker.ts'];

/** Each lands at the executable's virtual root by its base name (see base/resources). */
const ASSETS = [
  'migrations',
  'build/web',
  'build/pgdata.tar.zst',
  'build/plugins.json',
  `${PGLITE}/pglite.data`,
  `${PGLITE}/pglite.wasm`,
  `${PGLITE}/initdb.wasm`,
  'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
  'node_modules/libpg-query/wasm/libpg-query.wasm',
];

const FLAGS = [
  '--compile',
  '--minify',
  '--bytecode',
  '--format=esm', // bytecode alone means CommonJS, which has no top-level await
  // A stranger's .env or bunfig.toml in the current folder must not run code in ours.
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
];

async function run(command: string[]): Promise<void> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    stdout: 'inherit',
    stderr: 'inherit',
  });
  if ((await child.exited) !== 0) throw new Error(`failed: bun ${command.join(' ')}`);
}

async function buildAssets(): Promise<void> {
  await bakeEmptyDatabase(resources.emptyDatabase);
  const bundled = collectBundled(join(root, 'plugins'));
  await Bun.write(resources.bundledPlugins, JSON.stringify(bundled));
  if (existsSync(join(root, 'web/build.ts'))) await run(['web/build.ts']);
}

async function buildExecutable(): Promise<void> {
  await run([
    'build',
    ...FLAGS,
    ...ASSETS.map((path) => `--asset=${path}`),
    ...ENTRY_POINTS,
    '--outfile=dist/hearthbeat',
  ]);
}

await buildAssets();
if (Bun.argv[2] !== 'assets') await buildExecutable();
