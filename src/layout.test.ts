/** Holds the tree to its own rules: arrows that point one way, one door per capability. */
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const src = import.meta.dir;
const MAX_LINES = 400;

/** A folder may import itself and what its row names. `src` stands for the files at the top. */
const ARROWS: Record<string, readonly string[]> = {
  base: [],
  // The embedded engine and the thread that it runs agree on their messages.
  db: ['base', 'src/pg-worker.ts'],
  users: ['base', 'db'],
  heartbeats: ['base', 'db', 'users'],
  stats: ['base', 'db', 'users', 'heartbeats'],
  demo: ['base', 'db', 'users', 'heartbeats', 'stats'],
  sandbox: ['base'],
  plugins: ['base', 'db', 'users', 'sandbox'],
  lifecycle: ['base', 'db', 'users', 'heartbeats', 'sandbox', 'plugins'],
  http: ['base', 'db', 'users'],
  cli: ['base', 'src/app.ts'],
  'src/app.ts': [
    'base',
    'db',
    'users',
    'heartbeats',
    'stats',
    'demo',
    'sandbox',
    'plugins',
    'lifecycle',
    'http',
  ],
  // The sandbox's child is this program under a hidden command.
  'src/main.ts': ['cli', 'sandbox'],
  'src/pg-worker.ts': ['base', 'db'],
  'src/build.ts': ['base', 'db', 'plugins'],
};

interface SourceFile {
  /** Relative to the checkout: `src/http/live.ts`. */
  path: string;
  name: string;
  /** The folder below src, or the file itself when it stands at the top. */
  place: string;
  isTest: boolean;
  text: string;
  /** Without comments. */
  code: string;
  imports: string[];
}

const IMPORT = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;

function placeOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? path : folder;
}

function readSource(name: string): SourceFile {
  const path = `src/${name}`;
  const text = readFileSync(join(src, name), 'utf8');
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<![:'"`])\/\/.*$/gm, '');
  return {
    path,
    name: basename(name),
    place: placeOf(path),
    isTest: /\.test\.ts$|(^|[/-])testing(-[\w-]+)?\.ts$|^sandbox\/attacks\//.test(name),
    text,
    code,
    imports: [...code.matchAll(IMPORT)].map(([, specifier = '']) => specifier),
  };
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map(readSource);
const program = files.filter(({ isTest }) => !isTest);

/** Where a relative import leads, relative to the checkout. */
const targetOf = (file: SourceFile, specifier: string) =>
  relative(join(src, '..'), join(src, '..', dirname(file.path), specifier));

const isRoutes = ({ name }: SourceFile) => /^routes(-[\w-]+)?\.ts$/.test(name);

/** Every file of the program outside the doors whose code matches. */
function trespassers(pattern: RegExp, isDoor: (file: SourceFile) => boolean): string[] {
  return program.filter((file) => pattern.test(file.code) && !isDoor(file)).map(({ path }) => path);
}

test('the tree is read', () => {
  expect(program.length).toBeGreaterThan(50);
  expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
});

test('arrows point one way', () => {
  const wrong = program.flatMap((file) =>
    file.imports
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => targetOf(file, specifier))
      .filter((target) => target.startsWith('src/'))
      .filter((target) => {
        const allowed = ARROWS[file.place] ?? [];
        const place = placeOf(target);
        return place !== file.place && !allowed.includes(place);
      })
      .map((target) => `${file.path} -> ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('only app.ts imports the routes of another feature', () => {
  const wrong = program
    .filter(({ path }) => path !== 'src/app.ts')
    .flatMap((file) =>
      file.imports
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => /\/routes(-[\w-]+)?\.ts$/.test(target))
        .filter((target) => placeOf(target) !== file.place)
        .map((target) => `${file.path} -> ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('nothing of the program imports what is for tests', () => {
  const wrong = program.filter(({ imports }) =>
    imports.some((specifier) =>
      /testing[\w-]*\.ts$|\.test\.ts$|\/attacks\/|^bun:test$/.test(specifier),
    ),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('local imports say their extension, and there are no barrels', () => {
  const bare = files.flatMap((file) =>
    file.imports
      .filter((specifier) => specifier.startsWith('.') && !/\.(ts|json)$/.test(specifier))
      .map((specifier) => `${file.path} -> ${specifier}`),
  );
  expect(bare).toEqual([]);
  expect(files.filter(({ name }) => name === 'index.ts').map(({ path }) => path)).toEqual([]);
});

test('the environment is read in base/config, and by the database thread its own part', () => {
  const doors = ['src/base/config.ts', 'src/pg-worker.ts'];
  const isDoor = ({ path }: SourceFile) => doors.includes(path);
  expect(trespassers(/\b(process|Bun)\.env\b/, isDoor)).toEqual([]);
});

test('the console is for base/log and cli', () => {
  const isDoor = ({ path, place }: SourceFile) =>
    path === 'src/base/log.ts' || path === 'src/build.ts' || place === 'cli';
  expect(trespassers(/\bconsole\.|\bprocess\.std(out|err)\b/, isDoor)).toEqual([]);
});

test('Elysia stays in routes, the composition of a feature and http', () => {
  const isComposition = ({ name, place }: SourceFile) => name === `${place}.ts`;
  const isDoor = (file: SourceFile) =>
    isRoutes(file) ||
    isComposition(file) ||
    file.place === 'http' ||
    ['guard.ts', 'route-schemas.ts'].includes(file.name);
  expect(trespassers(/from 'elysia'/, isDoor)).toEqual([]);
});

test('SQL is text of stores and of db', () => {
  const statement =
    /(['"`])\s*(select\s+[\w*(]|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|create\s+(table|index|function|view)\s)/i;
  const isDoor = ({ name, place }: SourceFile) => place === 'db' || /(^|-)store\.ts$/.test(name);
  expect(trespassers(statement, isDoor)).toEqual([]);
});

test('the program fetches from itself only', () => {
  const isDoor = ({ path }: SourceFile) =>
    ['src/cli/control.ts', 'src/cli/operate.ts'].includes(path);
  expect(trespassers(/(?<![.\w])fetch\(/, isDoor)).toEqual([]);
});

test('threads and child processes are for db, the sandbox, and the build', () => {
  const isDoor = ({ place, path }: SourceFile) =>
    place === 'db' || place === 'sandbox' || path === 'src/build.ts';
  expect(trespassers(/new Worker\(|Bun\.spawn|child_process/, isDoor)).toEqual([]);
});

test('the guest engine is for the sandbox, the SQL parser for plugin SQL', () => {
  const engine = /(from|import\() ?'(quickjs-emscripten|@jitl\/)/;
  expect(trespassers(engine, ({ place }) => place === 'sandbox')).toEqual([]);
  const isGate = ({ path }: SourceFile) => path.startsWith('src/lifecycle/sql/');
  expect(trespassers(/'libpg-query'/, isGate)).toEqual([]);
});

test('no module keeps state: nothing but constants at the top level', () => {
  const stateful = program.filter(({ code, path }) => {
    return path !== 'src/pg-worker.ts' && /^(export )?(let|var) /m.test(code);
  });
  expect(stateful.map(({ path }) => path)).toEqual([]);
});

test('types are not talked away', () => {
  const wrong = program.filter(({ code }) =>
    /:\s*any\b|\bas any\b|@ts-(ignore|expect-error)/.test(code),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = files.filter(({ text }) => text.split('\n').length > MAX_LINES);
  expect(long.map(({ path }) => path)).toEqual([]);
});
