/** Scripts that lie about what they define, or do harm when one only looks. */
import { script } from './attack.ts';

/** The shape of the answer is checked; only harmless ones must name what is there. */
export interface Lie {
  script: string;
  /** What must be found; absent when the script cannot expect anything. */
  finds?: { hooks: string[]; endpoints: string[] };
  /** Takes all the time that a look may take. */
  isEndless?: boolean;
}

const NOTHING = { hooks: [], endpoints: [] };

export const inspections: Readonly<Record<string, Lie>> = {
  'toJSON of all objects': {
    script: script`Object.prototype.toJSON = () => ({ hooks: 'all', endpoints: 7 }); function on_tick() {}`,
  },
  'toJSON of lists': {
    script: script`Array.prototype.toJSON = () => 'everything'; const endpoints = { stats() {} };`,
  },
  'toJSON of lists that gives numbers': {
    script: script`
      const own = [1, null, {}];
      Array.prototype.toJSON = function () { return own; };
      const endpoints = { stats() {} };`,
  },
  'a million endpoints': {
    script: script`const endpoints = {}; for (let i = 0; i < 5e4; i++) endpoints['endpoint number ' + i] = () => i;`,
  },
  'an endpoint with a long name': {
    script: script`const endpoints = { ['x'.repeat(5e5)]: () => 1 };`,
  },
  'a proxy of endpoints': {
    script: script`const endpoints = new Proxy({}, { ownKeys() { for (;;); }, get() { for (;;); } });`,
    isEndless: true,
  },
  'getters that throw': {
    script: script`
      const endpoints = { get stats() { throw new Error('no'); }, fine() {} };
      Object.defineProperty(globalThis, 'on_tick', { get() { throw null; } });`,
  },
  'a hook that is no function': { script: 'var on_tick = 1, on_install = {};', finds: NOTHING },
  'inherited names': {
    script: script`const endpoints = Object.create({ stats() {} }); class lifecycle { on_tick() {} }`,
    finds: NOTHING,
  },
  'names of every object': {
    script: script`const endpoints = { constructor() {}, toString() {}, ['__proto__']() {} };`,
    finds: { hooks: [], endpoints: ['constructor', 'toString', '__proto__'] },
  },
  'a widget': { script: `container.innerHTML = '<b>' + token + '</b>';` },
  'a host call at the top level': { script: `ctx.redis.get('key'); function on_tick() {}` },
  'an error at the top level': {
    script: `throw { hooks: ['on_tick'], ok: true }; function on_tick() {}`,
  },
  'an endless top level': { script: 'for (;;); function on_tick() {}', isEndless: true },
  'a native that does not return': {
    script: script`'a'.repeat(3e6).indexOf('a'.repeat(15e5) + 'b'); function on_tick() {}`,
    isEndless: true,
  },
  'a promise that never settles': {
    script: 'await new Promise(() => {}); export function on_tick() {}',
  },
  'too much memory': { script: 'const list = []; for (;;) list.push(new Uint8Array(1e5));' },
};
