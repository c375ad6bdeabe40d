import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { basePathOf, stripBasePath } from './base-path.ts';
import { canonicalPath } from './wakatime-paths.ts';

const BULK = '/api/v1/users/current/heartbeats.bulk';

// Bases seen in the wild (spec/wakatime 1.2), and what people paste.
const BASES = [
  '',
  '/api',
  '/api/v1',
  '/v1',
  '/api/compat/wakatime/v1',
  '/api/hackatime/v1',
  '/api/heartbeat',
  '/api/heartbeat/v1',
  '/dashboard',
  '/some/where/deep/api/v1',
  '/api/v1/users/current/heartbeats.bulk',
  '/api/v1/users/current/heartbeats',
];
const ENDPOINTS = [
  '/users/current/heartbeats.bulk',
  '/users/current/heartbeats',
  '/users/current/statusbar/today',
  '/users/current/goals/7',
  '/users/current/file_experts',
  '/users/current/summaries',
  '/users/current/stats/last_7_days',
  '/users/current/statusbar/last_7_days',
  '/users/current/insights/weekdays/last_year',
  '/users/current/projects/hearth%2Fbeat',
  '/users/current/external_durations.bulk',
  '/users/current/get_api_key',
  '/users/current',
  '/plugins/errors',
];

test.each(BASES)('every endpoint is found below the base %p', (base) => {
  for (const endpoint of ENDPOINTS) {
    const canonical = `/api/v1${endpoint}`;
    expect(canonicalPath(base + endpoint)).toBe(canonical);
    expect(canonicalPath(`${base}${endpoint}/`)).toBe(canonical);
    expect(canonicalPath(`${base}/${endpoint}`)).toBe(canonical);
    expect(canonicalPath(`//${base}${endpoint}//`)).toBe(canonical);
  }
});

test.each(['', '/api', '/api/v1', '/v1', '/api/compat/wakatime/v1', '/api/hackatime/v1'])(
  'a user by name is found below the base %p',
  (base) => {
    expect(canonicalPath(`${base}/users/ada/statusbar/today`)).toBe(
      '/api/v1/users/ada/statusbar/today',
    );
    expect(canonicalPath(`${base}/users/ada/stats`)).toBe('/api/v1/users/ada/stats');
  },
);

// Without any base these are left to pages.
test.each([
  '/api',
  '/api/v1',
  '/v1',
  '/api/compat/wakatime/v1',
  '/api/hackatime/v1',
  '/api/heartbeat',
  '/api/heartbeat/v1',
])('people and what belongs to the instance are found below the base %p', (base) => {
  for (const endpoint of [
    '/users/ada',
    '/leaders',
    '/editors',
    '/program_languages',
    '/meta',
    '/badges/ada/last_7_days',
  ]) {
    expect(canonicalPath(base + endpoint)).toBe(`/api/v1${endpoint}`);
    expect(canonicalPath(`${base}${endpoint}/`)).toBe(`/api/v1${endpoint}`);
    expect(canonicalPath(endpoint)).toBe(endpoint);
  }
});

test.each([
  ['/api/heartbeat', BULK],
  ['/api/heartbeats', BULK],
  ['/api/heartbeats/', BULK],
  ['/users/current/status_bar/today', '/api/v1/users/current/statusbar/today'],
  ['/api/compat/wakatime/v1/leaders', '/api/v1/leaders'],
])('%s is %s', (path, canonical) => {
  expect(canonicalPath(path)).toBe(canonical);
});

test.each([
  '/',
  '/api',
  '/api/v1/heartbeat',
  '/api/v1/heartbeats',
  '/api/v1/import',
  '/api/v1/users',
  '/api/v1/user/me',
  '/api/v1/plugins',
  '/auth/login',
  '/users',
  '/users/ada',
  '/users/currently/here/x'.replace('/here/x', ''),
  '/projects/users',
])('%s stays as it is', (path) => {
  expect(canonicalPath(path)).toBe(path);
});

test('a canonical path is its own canonical path', () => {
  const segment = fc.constantFrom(
    'api',
    'v1',
    'users',
    'current',
    'heartbeat',
    'heartbeats',
    'plugins',
    'errors',
    'compat',
    'wakatime',
    'hackatime',
    'ada',
    'leaders',
    'badges',
    'status_bar',
    '',
  );
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 9 }), (segments) => {
      const once = canonicalPath(`/${segments.join('/')}`);
      expect(canonicalPath(once)).toBe(once);
    }),
  );
});

test.each([
  [null, ''],
  ['https://example.org', ''],
  ['https://example.org/hearth/beat', '/hearth/beat'],
])('the base path of %p is %p', (baseUrl, basePath) => {
  expect(basePathOf(baseUrl)).toBe(basePath);
});

test.each([
  ['/hearth/api/v1/import', '/api/v1/import'],
  ['/hearth', '/'],
  ['/hearth/', '/'],
  ['/api/v1/import', '/api/v1/import'],
  ['/hearthstone', '/hearthstone'],
])('%s below /hearth is %s, whether or not the proxy stripped it', (path, rest) => {
  expect(stripBasePath(path, '/hearth')).toBe(rest);
});
