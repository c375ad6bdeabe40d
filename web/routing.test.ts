import { describe, expect, test } from 'bun:test';
import { matchRoute, pathBelow } from './routing.ts';

const routes = [
  { pattern: '' },
  { pattern: 'connect' },
  { pattern: 'projects/new' },
  { pattern: 'projects/:name' },
  { pattern: 'branch/:name*' },
];
const matched = (path: string) => matchRoute(routes, path);

describe('a path', () => {
  test('finds the page of its pattern', () => {
    expect(matched('')?.route.pattern).toBe('');
    expect(matched('connect')?.route.pattern).toBe('connect');
  });

  test('gives its parameters decoded', () => {
    expect(matched('projects/my%20house')?.parameters).toEqual({ name: 'my house' });
  });

  test('gives all that follows to a last parameter with a star', () => {
    expect(matched('branch/main')?.parameters).toEqual({ name: 'main' });
    expect(matched('branch/fix/a%2Fb/c%20d')?.parameters).toEqual({ name: 'fix/a/b/c d' });
    expect(matched('branch')).toBeNull();
  });

  test('takes the first pattern that fits', () => {
    expect(matched('projects/new')?.route.pattern).toBe('projects/new');
  });

  test.each(['nowhere', 'connect/more', 'projects', 'projects/', 'projects/%E0%A4%A'])(
    'finds no page for %s',
    (path) => expect(matched(path)).toBeNull(),
  );
});

describe('below the base', () => {
  test.each([
    ['http://host/', 'http://host/connect', 'connect'],
    ['http://host/', 'http://host/', ''],
    ['http://host/hb/', 'http://host/hb/connect?range=7d#x', 'connect'],
    ['http://host/hb/', 'http://host/hb/projects/a/', 'projects/a'],
    ['http://host/hb/', 'http://host/hb', ''],
    ['http://host/hb/', '?range=30d', ''],
  ])('%s holds %s as "%s"', (base, url, path) => expect(pathBelow(base, url)).toBe(path));

  test.each([
    ['http://host/hb/', 'http://host/other'],
    ['http://host/hb/', 'http://host/hbx'],
    ['http://host/', 'http://elsewhere/connect'],
    ['http://host/', 'mailto:somebody@example.org'],
  ])('%s does not hold %s', (base, url) => expect(pathBelow(base, url)).toBeNull());
});
