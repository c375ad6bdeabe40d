import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { MAX_FINDINGS, readScript } from './read-script.ts';

function findingsOf(text: string, ownHost?: string) {
  const reading = readScript(text, ownHost);
  if (!reading.ok) throw new Error(`${reading.message} at ${reading.line}:${reading.column}`);
  return reading;
}

describe('tables', () => {
  const tablesIn = (text: string) => findingsOf(text).findings.tables;

  test.each([
    ["ctx.db.query('SELECT COUNT(*) as n FROM heartbeats WHERE user_id = $1')", ['heartbeats']],
    ['q(`\n  select * from heartbeats h join projects p on true`)', ['heartbeats', 'projects']],
    ["const sql = 'INSERT INTO plugin_settings (a) ' + 'VALUES (1)';", ['plugin_settings']],
    ["const sql = 'SELECT 1 ' + 'FROM ' + 'users';", ['users']],
    ["q('select 1 from heartbeats, users u')", ['heartbeats', 'users']],
    ["q('UPDATE users SET bio = $1')", ['users']],
    ["q('delete from api_keys')", ['api_keys']],
    ["q('with x as (select 1 from user_follows) select * from x')", ['user_follows']],
    [`q(\`select * from \${table} join "projects" on true\`)`, ['projects']],
    ["text('I come from heartbeats')", []],
    ["q('select 1 from pg_class')", []],
    ['// select 1 from users', []],
  ])('%s', (text, tables) => {
    expect(tablesIn(text)).toEqual(tables);
  });
});

describe('hosts', () => {
  const hostsIn = (text: string) => findingsOf(text, 'time.example.org').findings.hosts;

  test.each([
    ["fetch('https://api.github.com/users')", ['api.github.com']],
    ["fetch('http://192.168.1.5:8123/api')", ['192.168.1.5:8123']],
    ["new WebSocket('wss://live.example.com')", ['live.example.com']],
    ["img.src = '//cdn.example.com/x.png'", ['cdn.example.com']],
    [`fetch(\`https://\${host}/x\`)`, ['*']],
    ["fetch('https://' + host + '/x')", ['*']],
    [`fetch(\`https://api.example.com/\${path}\`)`, ['api.example.com']],
    ['html = \'<img src="https://pics.example.com/a.png">\'', ['pics.example.com']],
    ["fetch('/api/v1/stats/summary')", []],
    ["fetch('https://time.example.org/api/v1/user/me')", []],
    ["el('http://www.w3.org/2000/svg')", []],
    ['// https://in-a-comment.example.com', []],
    ["a = 'b // c'", []],
  ])('%s', (text, hosts) => {
    expect(hostsIn(text)).toEqual(hosts);
  });
});

describe('code from text', () => {
  test.each([
    ['eval(x)', true],
    ['window.eval(x)', true],
    ['new Function("return 1")', true],
    ['Function("return 1")()', true],
    ['setTimeout("alert(1)", 1)', true],
    ['import("https://x.example/y.js")', true],
    ['setTimeout(() => 1, 1)', false],
    ['const evaluate = (f) => f()', false],
  ])('%s is %p', (text, uses_eval) => {
    expect(findingsOf(text).findings.uses_eval).toBe(uses_eval);
  });
});

describe('container', () => {
  test.each([
    ['container.textContent = 1', true],
    ['(() => { render(container) })()', true],
    ['const a = { container }', true],
    ['a.container = 1', false],
    ['const a = { container: 1 }', false],
    ['"container"', false],
    ['// container', false],
  ])('%s uses it: %p', (text, uses) => {
    expect(findingsOf(text).usesContainer).toBe(uses);
  });
});

test('handlers are known in every documented form', () => {
  for (const text of [
    'async function on_tick(ctx) {}',
    'const endpoints = {}',
    'var lifecycle = {}',
    'export async function on_install() {}',
    'export const endpoints = {}',
    'let on_heartbeat = () => {}',
  ]) {
    expect(findingsOf(text).definesHandlers).toBe(true);
  }
  expect(findingsOf('function on_click() {}').definesHandlers).toBe(false);
  expect(findingsOf('{ function f() { const endpoints = {} } }').definesHandlers).toBe(false);
});

test('a syntax error has its line and column, from 1', () => {
  expect(readScript('a = 1;\n  b = (;')).toEqual({
    ok: false,
    line: 2,
    column: 8,
    message: 'Unexpected token',
  });
  expect(readScript("import x from 'y';\nexport const a = ;")).toMatchObject({
    ok: false,
    line: 2,
  });
});

test('findings are listed up to a limit', () => {
  const calls = Array.from({ length: MAX_FINDINGS + 5 }, (_, i) => `fetch('https://h${i}.org/')`);
  expect(findingsOf(calls.join('\n')).findings.hosts.length).toBe(MAX_FINDINGS);
});

test('no text takes long or throws, however nested', () => {
  const deep = [
    '['.repeat(100_000),
    `${'('.repeat(50_000)}1${')'.repeat(50_000)}`,
    Array.from({ length: 60_000 }, () => "'a'").join('+'),
    '-'.repeat(250_000),
    `'select ${'join '.repeat(50_000)}'`,
    `'${'http://'.repeat(30_000)}'`,
  ];
  const start = performance.now();
  for (const text of deep) readScript(text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      readScript(text);
    }),
  );
  expect(performance.now() - start).toBeLessThan(20_000);
});
