/** Endless loops in JavaScript: the engine polls its interrupt in each of them. */
import { type Attack, hook, listAttacks, script } from './attack.ts';

const statements = listAttacks(
  { class: 'loops', ends: ['timeout'] },
  {
    while: hook`while (true);`,
    'for without conditions': hook`for (;;) {}`,
    'do while': hook`do { heartbeat.n = (heartbeat.n | 0) + 1; } while (true);`,
    'labelled continue': hook`outer: for (;;) { for (;;) continue outer; }`,
    'catch that goes on': hook`for (;;) { try { for (;;); } catch { continue; } }`,
    'finally that goes on': hook`for (;;) { try { return 1; } finally { continue; } }`,
    'finally inside finally': hook`
      function again() { try { for (;;); } finally { again(); } }
      again();`,
    switch: hook`for (let n = 0; ; n++) switch (n & 3) { case 0: continue; default: n += 2; }`,
    'for of over a list that grows and shrinks': hook`
      const list = [1];
      for (const item of list) { list.push(item); list.shift(); list.unshift(item); }`,
    'for in whose body begins again': hook`for (;;) for (const key in { a: 1 }) void key;`,
    'floating point that never arrives': hook`for (let x = 0; x !== 10; x += 0.1) x = x % 9;`,
    'numbers that stop growing': hook`for (let n = 2 ** 53; n < 2 ** 53 + 2; n++);`,
    'BigInt counting': hook`for (let n = 0n; n >= 0n; n++);`,
    'with statement over a proxy': script`
      const endless = new Proxy({}, { has: () => true, get: () => 1 });
      const spin = new Function('endless', 'with (endless) while (x);');
      function on_heartbeat() { spin(endless); }`,
    'class static block': hook`class Trap { static { for (;;); } } return Trap;`,
    'field initialiser': hook`return new (class { trap = (() => { for (;;); })(); })();`,
    'default parameter': hook`return ((value = (() => { for (;;); })()) => value)();`,
    'computed property name': hook`return { [(() => { for (;;); })()]: 1 };`,
    'tagged template': hook`const tag = () => { for (;;); }; return tag${'`text`'};`,
    'comma and conditional operators': hook`while ((0, true) ? 1 : 0) void 0, void 1;`,
    'destructuring from an endless iterator': hook`
      const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 0 }) }) };
      for (const [a, b] = endless; ; ) void a, b;`,
  },
);

const hidden = listAttacks(
  { class: 'loops in hooks of the language', ends: ['timeout'] },
  {
    getter: hook`return { get trap() { for (;;); } }.trap;`,
    setter: hook`({ set trap(value) { for (;;); } }).trap = 1;`,
    valueOf: hook`return +{ valueOf() { for (;;); } };`,
    toString: hook`return String({ toString() { for (;;); } });`,
    'Symbol.toPrimitive': hook`return 1 + { [Symbol.toPrimitive]() { for (;;); } };`,
    'Symbol.hasInstance': hook`return 1 instanceof { [Symbol.hasInstance]() { for (;;); } };`,
    'Symbol.species': hook`
      class Endless extends Array { static get [Symbol.species]() { for (;;); } }
      return new Endless(1, 2).map((item) => item);`,
    'Symbol.iterator': hook`return [...{ get [Symbol.iterator]() { for (;;); } }];`,
    'iterator return': hook`
      const trap = { next: () => ({ done: false }), return() { for (;;); } };
      for (const item of { [Symbol.iterator]: () => trap }) return item;`,
    'property key': hook`return {}[{ toString() { for (;;); } }];`,
    'proxy get': hook`return new Proxy({}, { get() { for (;;); } }).anything;`,
    'proxy ownKeys': hook`return Object.keys(new Proxy({}, { ownKeys() { for (;;); } }));`,
    'proxy apply': hook`return new Proxy(() => 1, { apply() { for (;;); } })();`,
    'proxy getPrototypeOf': hook`
      return new Proxy({}, { getPrototypeOf() { for (;;); } }) instanceof Array;`,
    'sort comparator': hook`return [3, 1, 2].sort(() => { for (;;); });`,
    'replace callback': hook`return 'text'.replace(/t/g, () => { for (;;); });`,
    'JSON.parse reviver': hook`return JSON.parse('[1]', () => { for (;;); });`,
    'JSON.stringify replacer': hook`return JSON.stringify([1], () => { for (;;); });`,
    generator: hook`function* endless() { for (;;) yield; } for (const item of endless()) void item;`,
    'generator return': hook`
      function* endless() { try { yield 1; } finally { for (;;); } }
      for (const item of endless()) return item;`,
    'yield star between two generators': hook`
      function* ones() { for (;;) yield 1; }
      function* more() { yield* ones(); }
      for (const item of more()) void item;`,
    'array callbacks': hook`return [1].reduce(() => { for (;;); }, 0);`,
    'a Map that grows while it is walked': hook`
      const map = new Map([[0, 0]]);
      map.forEach((value, key) => { map.delete(key); map.set(key + 1, value); });`,
    'a Set that grows while it is walked': hook`
      const set = new Set([0]);
      for (const item of set) { set.delete(item); set.add(item + 1); }`,
    'direct eval': hook`return eval('for (;;);');`,
    'indirect eval': hook`return (0, eval)('while (true);');`,
    'Function constructor': hook`return new Function('for (;;);')();`,
    'Reflect.construct': hook`return Reflect.construct(function () { for (;;); }, []);`,
    'an argument that loops when it becomes text': hook`log({ toString() { for (;;); }, toJSON() { for (;;); } });`,
    'a host argument that loops when it becomes text': hook`
      await ctx.redis.set('key', { toString() { for (;;); }, toJSON() { for (;;); } });`,
    'a result that loops when it becomes text': hook`return { toJSON() { for (;;); } };`,
    'an error that loops when it is described': hook`
      throw Object.defineProperty(new Error('x'), 'message', { get() { for (;;); } });`,
    'a name that loops when it is described': hook`
      throw Object.defineProperty(new Error('x'), 'name', { get() { for (;;); } });`,
    'a stack that loops when it is described': hook`
      throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;); } });`,
    'a thrown object that loops when it becomes text': hook`throw { toJSON() { for (;;); } };`,
  },
);

const loading = listAttacks(
  { class: 'loops while loading', ends: ['timeout'] },
  {
    'top level': script`for (;;);`,
    'top level of a module': script`for (;;); export function on_heartbeat() {}`,
    'function called at once': script`(() => { for (;;); })(); function on_heartbeat() {}`,
    'getter named like a hook': script`
      Object.defineProperty(globalThis, 'on_heartbeat', { get() { for (;;); } });`,
    'getter named endpoints': script`
      Object.defineProperty(globalThis, 'endpoints', { get() { for (;;); } });
      function on_heartbeat() { return endpoints; }`,
    'promise job left by the top level': script`
      (async () => { for (;;) await 0; })();
      function on_heartbeat() { return 1; }`,
    'lifecycle object with an endless getter': script`
      globalThis.lifecycle = { get on_heartbeat() { for (;;); } };`,
    'hook that is an endless proxy': script`
      globalThis.on_heartbeat = new Proxy(function () {}, { apply() { for (;;); }, get() { for (;;); } });`,
  },
);

export const loops: readonly Attack[] = [...statements, ...hidden, ...loading];
