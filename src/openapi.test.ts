/** The description of the API against the program that it describes. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from './app.ts';
import { makeTestInstance, type TestInstance } from './app-testing.ts';
import { silentLog } from './base/log.ts';
import { OPENAPI_PATH, type OpenApiDocument } from './http/openapi.ts';
import { toTemplate } from './http/openapi-words.ts';

let instance: TestInstance;
let app: App;
let document: OpenApiDocument;

beforeAll(async () => {
  instance = await makeTestInstance({ HEARTHBEAT_BASE_URL: 'http://example.org/hearth' });
  app = await openApp(instance.config, { log: silentLog });
  document = await (await fetch(app.url + OPENAPI_PATH)).json();
});
afterAll(async () => {
  await app.close();
  await instance.remove();
});

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function listOperations() {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** Addresses in the sources of routes, as the document writes them. */
function listWrittenPaths(): string[] {
  const names = readdirSync(import.meta.dir, { recursive: true, encoding: 'utf8' });
  const written = names
    .filter((name) => /(^|\/)routes(-[\w-]+)?\.ts$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(import.meta.dir, name), 'utf8').matchAll(
        /\.(?:get|post|put|patch|delete)\(\s*'(\/(?:api\/v1|auth)\/[^']*)'/g,
      ),
    ])
    .map(([, path = '']) => toTemplate(path));
  return [...new Set(written)];
}

test('every route of the API is described, and nothing twice', () => {
  const written = listWrittenPaths();
  expect(written.length).toBeGreaterThan(80);
  expect(written.filter((path) => !(path in document.paths))).toEqual([]);
  const ids = listOperations().map(({ operation }) => operation.operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('the document has the shape of OpenAPI 3.1', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/hearth' }] });
  const tags = document.tags.map(({ name }) => name);
  for (const { path, method, operation } of listOperations()) {
    expect(METHODS).toContain(method);
    expect(path).toStartWith('/');
    expect(path).not.toMatch(/[:*?]/);
    expect(tags).toContain(operation.tags[0]);
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(operation.summary).not.toBe('');
    const inPath = (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => String(parameter.name));
    expect(inPath).toEqual([...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name));
    expect(Object.keys(operation.responses)).toContain('default');
  }
});

test('every reference leads somewhere, and no keyword of ours is left', () => {
  const text = JSON.stringify(document);
  for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = pointer.split('/').reduce<unknown>((value, key) => Object(value)[key], document);
    expect(target).toBeDefined();
  }
  expect(text).not.toContain('"type":"undefined"');
  expect(tagsWithoutGroup()).toEqual([]);
});

/** Groups that were made up for routes which no group names. */
function tagsWithoutGroup(): string[] {
  return listOperations()
    .filter(({ operation }) => operation.tags[0] === 'Others')
    .map(({ path }) => path);
}

test('what needs a person says so: nobody is turned away exactly there', async () => {
  const wrong: string[] = [];
  for (const { path, method, operation } of listOperations()) {
    if (path.startsWith('/auth/')) continue;
    const address = app.url + path.replaceAll(/\{[^}]+\}/g, crypto.randomUUID());
    const { status } = await fetch(address, { method: method.toUpperCase() });
    const isNeeded = operation.security?.every((way) => Object.keys(way).length > 0) ?? false;
    if ((status === 401) !== isNeeded) {
      wrong.push(`${method} ${path}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('it is for everybody, and asked again it need not be sent', async () => {
  const first = await fetch(app.url + OPENAPI_PATH);
  expect(first.headers.get('cache-control')).toContain('public');
  const etag = first.headers.get('etag') ?? '';
  const second = await fetch(app.url + OPENAPI_PATH, { headers: { 'If-None-Match': etag } });
  expect([second.status, await second.text()]).toEqual([304, '']);
});
