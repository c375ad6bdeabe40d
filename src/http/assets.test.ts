import { expect, test } from 'bun:test';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestHandler } from './testing.ts';

const directory = mkdtempSync(join(tmpdir(), 'hearthbeat-pages-'));
const files = {
  'index.html': '<head><base href="/"></head>',
  'app-k3n9x2ab.js': 'console.log(1)',
  'app-k3n9x2ab.js.br': 'pretend brotli',
  'robots.txt': 'User-agent: *',
  'main.css': ':root {}',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);

const { ask } = openTestHandler({ assetsDirectory: directory });
const html = { headers: { Accept: 'text/html,*/*;q=0.8' } };

test.each(['/', '/projects/hearth', '/setup', '/d/2026-11-21', '/index.html'])(
  'the address %s is a page',
  async (path) => {
    const response = await ask(path, html);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toBe('<head><base href="/"></head>');
  },
);

test('a page below a base path finds its files there', async () => {
  const { ask } = openTestHandler({ assetsDirectory: directory, basePath: '/hearth' });
  expect(await (await ask('/hearth/projects', html)).text()).toContain('<base href="/hearth/">');
  expect((await ask('/hearth/app-k3n9x2ab.js')).status).toBe(200);
});

test('a page that has not changed is not sent again', async () => {
  const etag = (await ask('/', html)).headers.get('etag') ?? '';
  const response = await ask('/', { headers: { ...html.headers, 'If-None-Match': etag } });
  expect(response.status).toBe(304);
  expect(await response.text()).toBe('');
});

test('a page may load from this server only, and nobody may frame it', async () => {
  const policy = (await ask('/', html)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

test('a page that came by https keeps its window to itself; plain http would only be told off', async () => {
  const policyOf = async (headers: Record<string, string>) =>
    (await ask('/', { headers: { ...html.headers, ...headers } })).headers.get(
      'cross-origin-opener-policy',
    );
  expect(await policyOf({})).toBeNull();
  expect(await policyOf({ 'X-Forwarded-Proto': 'https' })).toBe('same-origin');
});

test('a page frames nothing but what comes from here', async () => {
  const policy = (await ask('/', html)).headers.get('content-security-policy');
  expect(policy).toContain("frame-src 'self'");
});

test('files may be read from any origin, as frames of widgets have none; the page may not', async () => {
  const file = await ask('/app-k3n9x2ab.js');
  expect(file.headers.get('access-control-allow-origin')).toBe('*');
  expect(file.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const page = await ask('/', html);
  expect(page.headers.get('access-control-allow-origin')).toBeNull();
  expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

test('the style sheet is where the documentation has it', async () => {
  expect(await (await ask('/static/css/main.css')).text()).toBe(':root {}');
});

test('a file with a hash in its name is kept for ever', async () => {
  const response = await ask('/app-k3n9x2ab.js');
  expect(response.headers.get('content-type')).toContain('javascript');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(await response.text()).toBe('console.log(1)');
});

test('a browser that reads brotli gets the compressed twin', async () => {
  const response = await ask('/app-k3n9x2ab.js', { headers: { 'Accept-Encoding': 'gzip, br' } });
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(response.headers.get('vary')).toBe('Accept-Encoding');
  expect(response.headers.get('content-type')).toContain('javascript');
  expect(await response.text()).toBe('pretend brotli');
});

test('a file without a hash is asked for again', async () => {
  const response = await ask('/robots.txt');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('etag')).toMatch(/^"[0-9a-f]{20}"$/);
});

test.each(['/missing-k3n9x2ab.js', '/../package.json', '/app-k3n9x2ab.js.br'])(
  'the file %s is not there',
  async (path) => {
    const response = await ask(path, { headers: { Accept: '*/*' } });
    expect(response.status).toBe(404);
  },
);

test('without pages in the build a sentence says so', async () => {
  const response = await openTestHandler().ask('/', html);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('The pages are missing from this build');
});
