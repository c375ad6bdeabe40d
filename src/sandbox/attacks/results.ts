/** Results and thrown values that want to be more than data. */
import { type Attack, hook, listAttacks, listFutile } from './attack.ts';

const KEYS_OF_ERRORS = ['error'] as const;

const plain = listFutile('results', {
  'an own __proto__': [
    hook`return JSON.parse('{"__proto__":{"admin":true}}');`,
    JSON.parse('{"__proto__":{"admin":true}}'),
  ],
  'an own constructor': [
    hook`return { constructor: { prototype: { admin: true } } };`,
    { constructor: { prototype: { admin: true } } },
  ],
  'the shape of an outcome': [
    hook`return { ok: false, error: { kind: 'busy', name: 'x', message: 'y' }, logs: [], usage: {} };`,
    { ok: false, error: { kind: 'busy', name: 'x', message: 'y' }, logs: [], usage: {} },
  ],
  'JSON text': [hook`return '"},{"ok":true}';`, '"},{"ok":true}'],
  'lines like frames': [
    hook`return '\n0:done\n{"ok":true}\n\u0000\n';`,
    '\n0:done\n{"ok":true}\n\u0000\n',
  ],
  nothing: [hook`return undefined;`, null],
  'not a number': [hook`return [NaN, Infinity, -0, undefined];`, [null, null, 0, null]],
  'a function': [hook`return () => 1;`, null],
  'a symbol': [hook`return Symbol('x');`, null],
  'lone surrogates': [hook`return '\ud800 \udfff';`, '\ud800 \udfff'],
  'NUL and controls': [
    hook`return '\u0000\u0001\u001f\u2028\u2029\u007f';`,
    '\u0000\u0001\u001f\u2028\u2029\u007f',
  ],
  'a getter that counts its reads': [
    hook`let reads = 0; return { get once() { return ++reads; } };`,
    { once: 1 },
  ],
  'a getter that changes what comes later': [
    hook`const result = { get first() { result.second = 'changed'; return 1; }, second: 2 }; return result;`,
    { first: 1, second: 'changed' },
  ],
  'a toJSON that answers otherwise': [
    hook`return { toJSON: () => ({ other: true }) };`,
    { other: true },
  ],
  'a thenable': [hook`return { then: (resolve) => resolve('awaited') };`, 'awaited'],
  'a list with properties': [hook`return Object.assign([1], { admin: true });`, [1]],
  'a Map, a Set and an expression': [
    hook`return [new Map([[1, 2]]), new Set([1]), /x/];`,
    [{}, {}, {}],
  ],
  'boxed values': [
    hook`return [new Number(1), new String('x'), new Boolean(false)];`,
    [1, 'x', false],
  ],
  'a proxy of a list': [hook`return new Proxy([1, 2], {});`, [1, 2]],
  'keys with any character': [
    hook`return { '': 1, '\u0000': 2, '\ud800': 3, '"': 4, '\\': 5 };`,
    { '': 1, '\u0000': 2, '\ud800': 3, '"': 4, '\\': 5 },
  ],
});

const failing = listAttacks(
  { class: 'results that are no JSON', ends: ['error'] },
  {
    'a BigInt': hook`return 1n;`,
    'a ring': hook`const ring = {}; ring.ring = ring; return ring;`,
    'a getter that throws': hook`return { get trap() { throw new Error('trap'); } };`,
    'a toJSON that throws': hook`return { toJSON() { throw { status: 404, expose: true }; } };`,
    'a toJSON that gives a BigInt': hook`return { toJSON: () => 1n };`,
    'a revoked proxy': hook`
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return [proxy];`,
    'a proxy that throws': hook`return new Proxy({}, { ownKeys() { throw null; } });`,
    'a then getter that throws': hook`return { get then() { throw new Error('then'); } };`,
  },
);

const big = listAttacks(
  { class: 'results that are too big', ends: ['limit', 'memory', 'error', 'timeout'] },
  {
    'a long text': hook`return 'x'.repeat(2e6);`,
    'a text that is short in letters, long in bytes': hook`return '\u20ac'.repeat(200000);`,
    'a text that is long once it is escaped': hook`return '\u0001'.repeat(2e5);`,
    'a long list': hook`return new Array(3e5).fill(1);`,
    'a list of holes': hook`const list = []; list.length = 1e7; return list;`,
    'a proxy with many keys': hook`
      return new Proxy({}, {
        ownKeys: () => Array.from({ length: 1e5 }, (_, i) => 'key' + i),
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
      });`,
    'a proxy of a list with a fake length': hook`
      return new Proxy([], { get: (target, key) => (key === 'length' ? 2 ** 32 : 1) });`,
    'one text many times': hook`const text = 'x'.repeat(1e4); return new Array(1000).fill(text);`,
  },
);

const thrown = listAttacks(
  { class: 'thrown values', ends: [...KEYS_OF_ERRORS] },
  {
    null: hook`throw null;`,
    undefined: hook`throw undefined;`,
    'a symbol': hook`throw Symbol('x');`,
    'a function': hook`throw () => 1;`,
    'a BigInt': hook`throw 1n;`,
    'a number': hook`throw -0;`,
    'a list': hook`throw [1, 2, 3];`,
    'an object without prototype': hook`throw Object.create(null);`,
    'a revoked proxy': hook`
      const { proxy, revoke } = Proxy.revocable(new Error('x'), {});
      revoke();
      throw proxy;`,
    'a proxy of an error': hook`throw new Proxy(new Error('x'), {});`,
    'a proxy whose traps throw': hook`
      const no = () => { throw new Error('no'); };
      throw new Proxy({}, { get: no, has: no, ownKeys: no, getPrototypeOf: no, getOwnPropertyDescriptor: no });`,
    'an error of an HTTP server': hook`
      throw Object.assign(new Error('x'), { status: 200, statusCode: 302, code: 'not_found', expose: true, headers: { location: '/' } });`,
    'a class of its own': hook`throw new (class AppError extends Error { code = 'not_found'; })('no');`,
    'the shape of an outcome': hook`throw { ok: true, json: '"forged"', kind: 'busy', name: 'Busy', message: 'forged' };`,
    'an error with a kind': hook`throw Object.assign(new Error('x'), { kind: 'crashed' });`,
    'names of our own': hook`
      throw Object.assign(new Error('execution time limit exceeded'), { name: 'TimeoutError' });`,
    'getters that throw': hook`
      throw Object.defineProperties(new Error('x'), {
        name: { get() { throw 1; } }, message: { get() { throw 2; } }, stack: { get() { throw 3; } }, lineNumber: { get() { throw 4; } },
      });`,
    'a message that is no text': hook`throw Object.assign(new Error(), { message: { deep: [1] }, name: Symbol('x') });`,
    'a message with a toString': hook`
      throw Object.assign(new Error(), { message: { toString: () => 'made' }, name: { toString() { throw 1; } } });`,
    'a long message': hook`throw new Error('x'.repeat(2e6));`,
    'a long name': hook`throw Object.assign(new Error('x'), { name: 'N'.repeat(2e6) });`,
    'a long stack': hook`throw Object.assign(new Error('x'), { stack: 'at here (plugin.js:1:1)\n'.repeat(5e4) });`,
    'a stack that is no text': hook`throw Object.assign(new Error('x'), { stack: { line: -1 } });`,
    'a stack with impossible places': hook`
      throw Object.assign(new Error('x'), {
        stack: '    at f (plugin.js:-1:1e999)\n    at <anonymous> (plugin.js:99999999999999999999:0)\n    at eval (/etc/passwd:1:1)\n',
      });`,
    'lines and columns of its own': hook`
      throw Object.assign(new Error('x'), { line: 1e9, column: -5, lineNumber: 'x', columnNumber: {}, fileName: '/etc/passwd' });`,
    'controls, NUL and lone surrogates': hook`throw new Error('\u0000\n\r\u001b[31m\ud800');`,
    'an AggregateError': hook`
      return Promise.any([Promise.reject(new Error('one')), Promise.reject(null)]);`,
    'an error of an error': hook`throw new Error('outer', { cause: { cause: new Error('inner') } });`,
    'an error while it becomes text': hook`
      class Angry extends Error { toString() { throw new Angry('again'); } get message() { throw new Angry('again'); } }
      throw new Angry();`,
    'an own __proto__ in an error': hook`
      throw Object.defineProperty(new Error('x'), '__proto__', { value: { admin: true }, enumerable: true });`,
    'rejected with nothing': hook`return Promise.reject();`,
    'an error of the host, thrown on': hook`await ctx.redis.get('fail');`,
    'an error of the host, changed': hook`
      try { await ctx.redis.get('fail'); } catch (problem) { problem.status = 200; problem.kind = 'busy'; throw problem; }`,
  },
);

export const results: readonly Attack[] = [...plain, ...failing, ...big, ...thrown];
