import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type BuiltWeb, buildWeb, FIRST_LOAD_LIMIT_BYTES } from './build.ts';

const outdir = mkdtempSync(join(tmpdir(), 'hearthbeat-web-'));
let built: BuiltWeb;
let names: string[];
let page: string;

beforeAll(async () => {
  built = await buildWeb(outdir);
  names = readdirSync(outdir);
  page = readFileSync(join(outdir, 'index.html'), 'utf8');
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(outdir, name), 'utf8');
const named = (extension: string) => names.filter((name) => name.endsWith(extension));

test('the first load stays small', () => {
  expect(built.firstLoadBytes).toBeGreaterThan(1_000);
  expect(built.firstLoadBytes).toBeLessThan(FIRST_LOAD_LIMIT_BYTES);
});

test('the page has the base element that the server replaces, and nothing that our policy refuses', () => {
  expect(page).toContain('<base href="/">');
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  for (const [script] of page.matchAll(/<script[^>]*>/g)) expect(script).toContain('src="./');
});

test('everything that the page and the style sheet name is there, below the base', () => {
  const inPage = [...page.matchAll(/(?:src|href)="(\.?\/?[^"]+)"/g)].map(([, path]) =>
    String(path),
  );
  const inStyles = named('.css').flatMap((name) =>
    [...read(name).matchAll(/url\(["']?([^)"']+)/g)].map(([, path]) => String(path)),
  );
  expect(inStyles.length).toBeGreaterThan(1);
  for (const path of [...inPage, ...inStyles]) {
    if (path === '/') continue; // the base itself
    expect(path).toStartWith('./');
    expect(names).toContain(path.slice(2));
  }
});

/** Names that others write into their pages and scripts. */
const KNOWN_NAMES = [
  'index.html',
  'main.css',
  'main.css.br',
  'widget-frame.js',
  'widget-frame.js.br',
];

test('every name that only our pages know carries a hash, so that it may be kept for ever', () => {
  expect(names).toEqual(expect.arrayContaining(KNOWN_NAMES));
  for (const name of names.filter((name) => !KNOWN_NAMES.includes(name))) {
    expect(name).toMatch(/-[a-z0-9]{8}\.[a-z0-9]+(\.br)?$/);
  }
});

test('compressed twins hold the same', () => {
  expect(named('.br').length).toBeGreaterThan(3);
  for (const twin of named('.br')) {
    const original = readFileSync(join(outdir, twin.slice(0, -'.br'.length)));
    expect(brotliDecompressSync(readFileSync(join(outdir, twin)))).toEqual(original);
  }
});

test('the documented tokens are in the style sheet with their dark values', () => {
  const styles = named('.css').map(read).join('');
  const documented = { '--bg': '#121212', '--bg-card': '#18181b', '--text-muted': '#a1a1aa' };
  for (const [token, value] of Object.entries(documented)) {
    expect(styles).toMatch(new RegExp(`${token}:[^;]*${value}`));
  }
});
