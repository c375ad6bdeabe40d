/** Leaving something behind for the next run of the same plugin, or of another. */
import { type Attack, hook, script } from './attack.ts';

interface Trail {
  /** Leaves something. */
  script: string;
  /** Looks for it; when absent, the same script is run again. */
  spy?: string;
  /** What both the first run and every later one must return. */
  returns: unknown;
}

const COUNTER = 1;

const trails: Record<string, Trail> = {
  'a counter in the script': {
    script: script`let n = 0; function on_heartbeat() { n += 1; return n; }`,
    returns: COUNTER,
  },
  'a counter on the global object': {
    script: hook`globalThis.n = (globalThis.n ?? 0) + 1; return globalThis.n;`,
    returns: COUNTER,
  },
  'a list in a closure': {
    script: script`
      const on_heartbeat = (() => { const all = []; return () => all.push(1); })();`,
    returns: COUNTER,
  },
  'a property of the handler': {
    script: script`function on_heartbeat() { on_heartbeat.n = (on_heartbeat.n ?? 0) + 1; return on_heartbeat.n; }`,
    returns: COUNTER,
  },
  'a private static field': {
    script: script`class Counter { static #n = 0; static next() { return ++this.#n; } } function on_heartbeat() { return Counter.next(); }`,
    returns: COUNTER,
  },
  'the state of a module': {
    script: script`let n = 0; export function on_heartbeat() { n += 1; return n; }`,
    returns: COUNTER,
  },
  'a generator': {
    script: script`const numbers = (function* () { let n = 1; for (;;) yield n++; })(); function on_heartbeat() { return numbers.next().value; }`,
    returns: COUNTER,
  },
  'lastIndex of an expression': {
    script: script`const word = /a/g; function on_heartbeat() { word.test('aaa'); return word.lastIndex; }`,
    returns: COUNTER,
  },
  'the registry of symbols': {
    script: hook`
      const before = Symbol.for('left behind').description;
      Object.prototype[Symbol.for('left behind')] = before;
      return Object.getOwnPropertySymbols(Object.prototype).length;`,
    returns: COUNTER,
  },
  'a template object': {
    script: script`
      const seen = new WeakMap();
      const tag = (strings) => { seen.set(strings, (seen.get(strings) ?? 0) + 1); return seen.get(strings); };
      function on_heartbeat() { return tag${'`x`'}; }`,
    returns: COUNTER,
  },
  'a poisoned prototype': {
    script: hook`const before = ({}).leftBehind ?? 'clean'; Object.prototype.leftBehind = 'poisoned'; return before;`,
    spy: hook`return ({}).leftBehind ?? 'clean';`,
    returns: 'clean',
  },
  'poisoned built-ins': {
    script: hook`
      const before = [].map.poisoned ?? 'clean';
      for (const key of ['map', 'push', 'join']) { Array.prototype[key] = () => 'poisoned'; Array.prototype[key].poisoned = 'poisoned'; }
      JSON.stringify = JSON.parse = () => 'poisoned';
      return before;`,
    spy: hook`return [[1].map((n) => n + 1), JSON.parse('[1]')].join() === '2,1' ? 'clean' : 'poisoned';`,
    returns: 'clean',
  },
  'frozen prototypes': {
    script: hook`
      const before = Object.isFrozen(Object.prototype) ? 'frozen' : 'clean';
      for (const one of [Object, Array, String, Function, Promise, Map, Error]) Object.freeze(one.prototype);
      return before;`,
    spy: hook`return Object.isFrozen(Object.prototype) || Object.isFrozen(Promise.prototype) ? 'frozen' : 'clean';`,
    returns: 'clean',
  },
  'a hook for everybody': {
    script: hook`
      globalThis.endpoints = { stolen() { return 'stolen'; } };
      globalThis.on_tick = () => 'stolen';
      globalThis.log = () => 'stolen';
      return 'clean';`,
    spy: hook`return [typeof on_tick, typeof globalThis.endpoints, log('x')].join() === 'undefined,undefined,' ? 'clean' : 'stolen';`,
    returns: 'clean',
  },
  'a kept context': {
    script: hook`
      const before = globalThis.kept === undefined ? 'clean' : 'kept';
      globalThis.kept = ctx;
      return before;`,
    spy: hook`return globalThis.kept === undefined ? 'clean' : 'kept';`,
    returns: 'clean',
  },
  'jobs that wait for the next run': {
    script: hook`
      const before = globalThis.late ?? 'clean';
      const later = (n) => Promise.resolve().then(() => (n ? later(n - 1) : (globalThis.late = 'ran', log('late'))));
      later(1000);
      return before;`,
    spy: hook`await 0; await 0; return globalThis.late ?? 'clean';`,
    returns: 'clean',
  },
  'a host reply that comes after the run': {
    script: hook`
      const before = globalThis.late ?? 'clean';
      ctx.redis.get('slow').then(() => { globalThis.late = 'came'; log('late'); });
      return before;`,
    spy: hook`const value = await ctx.redis.get('own'); return value === 'value of own' ? (globalThis.late ?? 'clean') : value;`,
    returns: 'clean',
  },
  'finalizers that wait for the next run': {
    script: hook`
      globalThis.registry = new FinalizationRegistry(() => log('finalized'));
      for (let i = 0; i < 100; i++) registry.register({}, i);
      return 'clean';`,
    spy: hook`for (let i = 0; i < 1e4; i++) void {}; return typeof globalThis.registry === 'undefined' ? 'clean' : 'found';`,
    returns: 'clean',
  },
  'bytes in memory that is let go': {
    script: hook`
      const secret = new Uint8Array(1e5).fill(0xa5);
      let other = 0;
      const next = new Uint8Array(1e5);
      for (const byte of next) other |= byte;
      return secret.length && other;`,
    spy: hook`
      let seen = 0;
      for (let i = 0; i < 3; i++) { const bytes = new Uint8Array(5e5); for (let n = 0; n < bytes.length; n += 97) seen |= bytes[n]; }
      return seen;`,
    returns: 0,
  },
  'log lines of an earlier run': {
    script: hook`log('left behind'); warn('left behind'); return 'clean';`,
    spy: hook`return 'clean';`,
    returns: 'clean',
  },
  'a script that defines other hooks than it runs': {
    script: script`
      function on_heartbeat() { globalThis.on_heartbeat = () => 'replaced'; return 'clean'; }`,
    returns: 'clean',
  },
};

const reads = Object.entries(trails).map(
  ([what, { script: text, spy, returns }]): Attack => ({
    what: `state: ${what}`,
    class: 'state',
    script: text,
    call: { kind: 'hook', name: 'on_heartbeat' },
    ends: ['ok'],
    returns: JSON.stringify(returns),
    afterwards: { script: spy ?? text, returns: JSON.stringify(returns) },
  }),
);

export const state: readonly Attack[] = reads;
