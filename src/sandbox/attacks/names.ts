/** Calling what a script does not define, by names that every object has; and texts that are no script. */
import { type Attack, type Ending, listAttacks, script } from './attack.ts';

const PLUGIN = script`
  function on_heartbeat() { return 'heartbeat'; }
  const endpoints = { stats: () => 'stats', inner: { deep: () => 'deep' }, text: 'text' };`;

const INHERITED = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'],
  ...['isPrototypeOf', 'toLocaleString', '__defineGetter__', '__lookupSetter__', 'then', 'length'],
  ...[
    '',
    ' ',
    '\u0000',
    'stats\u0000',
    'stats\n',
    '\ud800',
    'inner.deep',
    'inner',
    'text',
    '0',
    'STATS',
  ],
  ...['["stats"]', 'stats()', 'x'.repeat(100_000)],
];

const HOOKS = [
  ...[
    'on_tick',
    'constructor',
    '__proto__',
    'eval',
    'Function',
    'log',
    'globalThis',
    'console.log',
  ],
  ...[
    'endpoints',
    'parseInt',
    'on_heartbeat()',
    'on_heartbeat;',
    '',
    '\u0000',
    'this',
    'import',
    'x'.repeat(100_000),
  ],
];

/** Long names are told by their length. */
const told = (name: string): string =>
  name.length > 40 ? `${name.length} characters` : JSON.stringify(name);

const missing = (call: Attack['call'], text = PLUGIN): Attack => ({
  what: `names: ${call.kind} ${told(call.name)}`,
  class: 'names',
  script: text,
  call,
  ends: ['no_handler'],
});

interface Odd {
  script: string;
  name: string;
  ends: readonly Ending[];
  returns?: unknown;
}

const odd: Record<string, Odd> = {
  'an own __proto__': {
    script: script`const endpoints = { ['__proto__']: () => 'own' };`,
    name: '__proto__',
    ends: ['ok', 'no_handler'],
    returns: 'own',
  },
  'an own constructor': {
    script: script`const endpoints = { constructor: () => 'own' };`,
    name: 'constructor',
    ends: ['ok'],
    returns: 'own',
  },
  'a class with a static': {
    script: script`class endpoints { static stats() { return 'stats'; } }`,
    name: 'stats',
    ends: ['ok', 'no_handler'],
    returns: 'stats',
  },
  'inherited endpoints': {
    script: script`const endpoints = Object.create({ stats: () => 'stats' });`,
    name: 'stats',
    ends: ['no_handler'],
  },
  'endpoints that are null': {
    script: 'const endpoints = null;',
    name: 'stats',
    ends: ['no_handler'],
  },
  'endpoints that are a text': {
    script: `const endpoints = 'stats';`,
    name: 'length',
    ends: ['no_handler'],
  },
  'endpoints that are a list': {
    script: 'const endpoints = [() => 1];',
    name: 'length',
    ends: ['no_handler'],
  },
  'an endpoint that is a class': {
    script: 'const endpoints = { stats: class {} };',
    name: 'stats',
    ends: ['error', 'no_handler'],
  },
  'endpoints that throw when they are read': {
    script: script`const endpoints = { get stats() { throw new Error('no'); } };`,
    name: 'stats',
    ends: ['error', 'no_handler'],
  },
  'a proxy that has every name': {
    script: script`
      const endpoints = new Proxy({}, {
        has: () => true, get: (target, name) => () => name, ownKeys: () => ['a'],
        getOwnPropertyDescriptor: () => ({ value: () => 'any', configurable: true, enumerable: true, writable: true }),
      });`,
    name: 'anything',
    ends: ['ok', 'no_handler', 'error'],
  },
  'endpoints that are never initialised': {
    script: script`throw new Error('half way'); const endpoints = { stats: () => 1 };`,
    name: 'stats',
    ends: ['error'],
  },
  'endpoints that are replaced while they are called': {
    script: script`var endpoints = { stats() { endpoints = null; return 'stats'; } };`,
    name: 'stats',
    ends: ['ok'],
    returns: 'stats',
  },
};

const unusual = Object.entries(odd).map(
  ([what, { script: text, name, ends, returns }]): Attack => ({
    what: `names: ${what}`,
    class: 'names',
    script: text,
    call: { kind: 'endpoint', name },
    ends,
    ...(returns !== undefined && { returns: JSON.stringify(returns) }),
  }),
);

const argument: Attack = {
  what: 'names: an argument with an own __proto__',
  class: 'names',
  script: script`
    const endpoints = { stats: (ctx, req) => [req.admin === undefined, typeof req.constructor] };`,
  call: { kind: 'endpoint', name: 'stats' },
  argument: JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
  ends: ['ok'],
  returns: JSON.stringify([true, 'number']),
};

const texts = listAttacks(
  { class: 'texts that are no script', ends: ['syntax', 'error', 'no_handler', 'limit', 'memory'] },
  {
    nothing: '',
    'an open brace': 'function on_heartbeat() {',
    'a closing of what is around': `}); host('log', 'x'); ({ a: () => {`,
    'a closing of a function around': `return; } host('!done', '1'); function on_heartbeat() {`,
    'a closing of a text around': '`; host(1); `" + host(1) + "\' + host(1) + \'',
    'a return at the top level': 'return 1; function on_heartbeat() {}',
    'an await at the top level of a script': 'var on_heartbeat = 1; await 1;',
    NUL: 'function on_heartbeat() { return 1 \u0000 }',
    'a lone surrogate': 'var \ud800 = 1; function on_heartbeat() {}',
    bytes: Array.from({ length: 512 }, (_, index) => String.fromCharCode(index * 131)).join(''),
    HTML: '<script>alert(1)</script>',
    'another engine’s directive': '#!/usr/bin/env node\nrequire("fs")',
    'two million characters': `${' '.repeat(2_000_000)}const on_tick = 1;`,
    'a million names': Array.from({ length: 150_000 }, (_, index) => `var v${index};`).join(''),
  },
);

const allowed = listAttacks(
  { class: 'texts that take names of ours', ends: ['ok', 'syntax', 'error'] },
  {
    'a log of its own': script`const log = () => 'own'; function on_heartbeat() { return log(); }`,
    'a ctx of its own': script`const ctx = { own: true }; function on_heartbeat(given) { return [ctx.own, typeof given.db]; }`,
    'functions named like ours': script`
      function log() {} function warn() {} function error() {} var console = null, heartbeat = 1, event = 2;
      function on_heartbeat(ctx, beat) { return typeof beat; }`,
    'host and enter of its own': script`var host = 1, enter = 2, settle = 3; function on_heartbeat() { return host + enter; }`,
    'comments of HTML': '<!-- comment\nfunction on_heartbeat() { return 1; }\n--> end',
    'a byte order mark': '\ufefffunction on_heartbeat() { return 1; }',
    'use strict': `'use strict'; function on_heartbeat() { return this === undefined; }`,
    'line separators': 'function on_heartbeat() {\u2028 return 1;\u2029 }\r\n//\r',
    'an undefined of its own':
      'var undefined = 1, NaN = 2; function on_heartbeat() { return undefined; }',
  },
);

export const names: readonly Attack[] = [
  ...INHERITED.map((name) => missing({ kind: 'endpoint', name })),
  ...HOOKS.map((name) => missing({ kind: 'hook', name })),
  ...unusual,
  argument,
  ...texts,
  ...allowed,
];
