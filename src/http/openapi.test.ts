import { describe, expect, test } from 'bun:test';
import { Elysia, t } from 'elysia';
import { toOpenApi } from './openapi.ts';
import { isOptional, toJsonSchema } from './openapi-schema.ts';
import { listParameters, toOperationId, toSummary, toTemplate } from './openapi-words.ts';
import { openTestHandler } from './testing.ts';

const routes = new Elysia()
  .post('/api/v1/things/:id', () => 'done', {
    params: t.Object({ id: t.String({ format: 'uuid' }) }),
    query: t.Object({ range: t.Optional(t.String()) }),
    body: t.Union([t.Object({ name: t.String({ error: 'needs a name' }) }), t.Undefined()]),
    detail: { summary: 'Do a thing' },
  })
  .get('/plugin-frame/:name', () => 'no API');

test('an operation has its parameters, its body and its words', () => {
  const { paths } = toOpenApi(routes.routes, '/hb');
  expect(Object.keys(paths)).toEqual(['/api/v1/live', '/api/v1/things/{id}']);
  expect(paths['/api/v1/things/{id}']?.post).toMatchObject({
    summary: 'Do a thing',
    tags: ['Others'],
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'range', in: 'query', required: false, schema: { type: 'string' } },
    ],
    requestBody: {
      required: false,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' } },
          },
        },
      },
    },
  });
});

describe('words from an address', () => {
  test.each([
    ['GET', '/api/v1/keys', 'getKeys', 'Read keys'],
    ['DELETE', '/api/v1/keys/:id', 'deleteKeysById', 'Delete keys by id'],
    ['POST', '/api/v1/users/:user/heartbeats.bulk', 'postUsersByUserHeartbeatsBulk', null],
    ['POST', '/auth/login', 'postAuthLogin', 'Send auth: login'],
  ])('%s %s', (method, path, id, summary) => {
    expect(toOperationId(method, path)).toBe(id);
    if (summary !== null) expect(toSummary(method, path)).toBe(summary);
  });

  test('parameters stand in braces, the rest of an address too', () => {
    expect(toTemplate('/api/v1/a/:b/*')).toBe('/api/v1/a/{b}/{rest}');
    expect(listParameters('/api/v1/a/:b/*')).toEqual(['b', 'rest']);
  });
});

describe('schemas', () => {
  test('a property may be called like a keyword', () => {
    expect(toJsonSchema(t.Object({ error: t.String(), anyOf: t.String() }))).toEqual({
      type: 'object',
      required: ['error', 'anyOf'],
      properties: { error: { type: 'string' }, anyOf: { type: 'string' } },
    });
  });

  test('a record says what all its values are', () => {
    expect(toJsonSchema(t.Record(t.String(), t.Integer()))).toEqual({
      type: 'object',
      additionalProperties: { type: 'integer' },
    });
  });

  test('what is no schema is none', () => {
    expect([undefined, null, 'text', []].map(toJsonSchema)).toEqual([null, null, null, null]);
    expect(isOptional(t.Object({}))).toBe(false);
  });
});

test('the document is served, itself in it', async () => {
  const { ask } = openTestHandler({ routes: [routes], basePath: '/hb' });
  const document = await (await ask('/hb/api/v1/openapi.json')).json();
  expect(document.servers).toEqual([{ url: '/hb' }]);
  expect(document.paths['/api/v1/openapi.json'].get.summary).toBe('Read this description');
});
