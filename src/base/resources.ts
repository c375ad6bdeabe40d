import { join } from 'node:path';

/** Inside the executable every module and asset lives under this virtual folder. */
const COMPILED_ROOT = '/$bunfs/';

export const isCompiled = import.meta.dir.startsWith(COMPILED_ROOT);

/** The checkout's top folder, or the executable's virtual one. */
const root = isCompiled ? import.meta.dir : join(import.meta.dir, '../..');

/**
 * Files that travel inside the executable (`--asset` puts each at the virtual root by its base
 * name) and lie in the checkout otherwise.
 */
export const resources = {
  migrations: join(root, 'migrations'),
  /** The pages, made by `web/build.ts`. */
  web: join(root, isCompiled ? 'web' : 'build/web'),
  /** A cleanly shut down, empty Postgres data directory, made by `src/build.ts`. */
  emptyDatabase: join(root, isCompiled ? 'pgdata.tar.zst' : 'build/pgdata.tar.zst'),
  databaseWorker: join(root, isCompiled ? 'pg-worker.ts' : 'src/pg-worker.ts'),
  /** Plugins that come with the program, made by `src/build.ts`. */
  bundledPlugins: join(root, isCompiled ? 'plugins.json' : 'build/plugins.json'),
  /** The sandbox's JavaScript engine. */
  quickjs: join(
    root,
    isCompiled
      ? 'emscripten-module.wasm'
      : 'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm',
  ),
  /** Postgres' own parser, which reads plugins' SQL before the database does. */
  sqlParser: join(
    root,
    isCompiled ? 'libpg-query.wasm' : 'node_modules/libpg-query/wasm/libpg-query.wasm',
  ),
};
