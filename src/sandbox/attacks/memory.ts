/** More memory than a guest may have, by every kind of value. */
import { type Attack, hook, listAttacks, script } from './attack.ts';

const growing = listAttacks(
  { class: 'memory', ends: ['memory', 'timeout'] },
  {
    'a list that grows': hook`const list = []; for (;;) list.push({});`,
    'lists of lists': hook`const list = []; for (;;) list.push(new Array(1000).fill(0));`,
    'a list that doubles': hook`let list = [0]; for (;;) list = list.concat(list);`,
    'spread of itself': hook`let list = [0]; for (;;) list = [...list, ...list];`,
    'many long texts': hook`const list = []; for (let i = 0; ; i++) list.push('x'.repeat(1e5) + i);`,
    'texts in keys of objects': hook`
      const list = [];
      for (let i = 0; ; i++) list.push({ ['k'.repeat(1000) + i]: i });`,
    'one object with many properties': hook`const all = {}; for (let i = 0; ; i++) all['key' + i] = i;`,
    'names of properties that are let go': hook`
      for (let i = 0; ; i++) { const one = {}; one['a name ' + i + ' ' + 'x'.repeat(500)] = 1; if (i % 2) globalThis['keep' + i] = one; }`,
    symbols: hook`const list = []; for (let i = 0; ; i++) list.push(Symbol('symbol ' + i));`,
    'symbols of the registry': hook`for (let i = 0; ; i++) Symbol.for('registered ' + i);`,
    'typed arrays': hook`const list = []; for (;;) list.push(new Float64Array(1e6));`,
    'small typed arrays': hook`const list = []; for (;;) list.push(new Uint8Array(100).fill(1));`,
    buffers: hook`const list = []; for (;;) list.push(new ArrayBuffer(1e6));`,
    'buffers that can grow': hook`
      const list = [];
      for (;;) { const buffer = new ArrayBuffer(1, { maxByteLength: 1e6 }); buffer.resize(1e6); list.push(buffer); }`,
    'shared buffers': hook`const list = []; for (;;) list.push(new SharedArrayBuffer(1e6));`,
    'a Map': hook`const map = new Map(); for (let i = 0; ; i++) map.set(i, { i });`,
    'a Set of texts': hook`const set = new Set(); for (let i = 0; ; i++) set.add('text ' + i);`,
    'a WeakMap whose keys are kept': hook`
      const map = new WeakMap(), keys = [];
      for (;;) { const key = {}; keys.push(key); map.set(key, new Array(50)); }`,
    'weak references': hook`const list = []; for (;;) list.push(new WeakRef({}));`,
    closures: hook`const list = []; for (let i = 0; ; i++) list.push(() => list.length + i);`,
    'functions from text': hook`
      const list = [];
      for (let i = 0; ; i++) list.push(new Function('return ' + i + ';' + 'x;'.repeat(1000)));`,
    classes: hook`const list = []; for (;;) list.push(class { a() {} b() {} static c = 1; });`,
    promises: hook`const list = []; for (;;) list.push(new Promise(() => {}));`,
    'promise jobs': hook`for (let i = 0; ; i++) Promise.resolve(i).then((n) => n + 1);`,
    'generators that are suspended': hook`
      const list = [];
      function* one() { const big = new Array(100).fill(0); yield big; }
      for (;;) { const generator = one(); generator.next(); list.push(generator); }`,
    'async functions that wait': hook`
      const list = [];
      for (;;) list.push((async () => { const big = new Array(100).fill(0); await new Promise(() => {}); return big; })());`,
    BigInts: hook`const list = []; for (let i = 1n; ; i += 1n) list.push(2n ** 20000n + i);`,
    expressions: hook`const list = []; for (let i = 0; ; i++) list.push(new RegExp('(?:a|b){2,5}' + i));`,
    errors: hook`const list = []; for (;;) list.push(new Error('e'.repeat(1000)));`,
    dates: hook`const list = []; for (;;) list.push(new Date());`,
    'bound functions': hook`const list = []; for (;;) list.push(log.bind(null, list.length));`,
    proxies: hook`let proxy = {}; const list = []; for (;;) list.push((proxy = new Proxy(proxy, {})));`,
    'accessors on one object': hook`
      const one = {};
      for (let i = 0; ; i++) Object.defineProperty(one, 'a' + i, { get() { return i; } });`,
    'private fields': hook`const list = []; class One { #a = new Array(20); } for (;;) list.push(new One());`,
    'rings that only the collector frees': hook`
      const keep = [];
      for (;;) { const ring = { list: new Array(100).fill(0) }; ring.self = ring; keep.push(ring); }`,
    'split of a long text': hook`
      const list = [];
      for (;;) list.push('a,'.repeat(1e5).split(','));`,
    'slices of a long text': hook`
      const list = [], text = 'x'.repeat(1e6);
      for (let i = 0; ; i++) list.push(text.slice(i % 1000) + '!');`,
    'JSON that grows': hook`let value = [1]; for (;;) value = JSON.parse('[' + JSON.stringify(value) + ',' + JSON.stringify(value) + ']');`,
    globals: hook`for (let i = 0; ; i++) globalThis['global ' + i] = new Array(100).fill(0);`,
    'the context': hook`ctx.list = []; for (;;) ctx.list.push(new Array(100).fill(0));`,
    'catch that goes on': hook`
      const list = [];
      for (;;) { try { for (;;) list.push(new Uint8Array(1e5)); } catch { list.length >>= 1; } }`,
    'spread into arguments': hook`
      const list = new Array(60000).fill(0), kept = [];
      for (;;) kept.push(((...all) => all)(...list));`,
    'a queue of jobs that keep lists': hook`
      const again = (list) => Promise.resolve().then(() => again([...list, ...list, 0]));
      await again([0]);`,
    'at the top level': script`
      const list = [];
      for (;;) list.push(new Array(1000).fill(0));
      function on_heartbeat() {}`,
    'a script that keeps too much': script`
      const kept = 'x'.repeat(1e6).split('');
      const more = kept.map((text, i) => text + i);
      function on_heartbeat() { return more.length; }`,
  },
);

const refused = listAttacks(
  { class: 'memory in one piece', ends: ['memory', 'error', 'timeout'] },
  {
    'a text of half a gigabyte': hook`return 'a'.repeat(2 ** 29).length;`,
    'a text that is padded': hook`return 'a'.padEnd(2 ** 29).length;`,
    'a text that doubles': hook`let text = 'x'; for (;;) text += text;`,
    'a template that doubles': hook`let text = 'x'; for (;;) text = [text, text].join(text);`,
    'a filled list': hook`return new Array(1e9).fill(0).length;`,
    'a list from a length': hook`return Array.from({ length: 1e9 }, () => 0).length;`,
    'a huge buffer': hook`return new ArrayBuffer(2 ** 31).byteLength;`,
    'a huge typed array': hook`return new Float64Array(2 ** 30).length;`,
    'a huge shared buffer': hook`return new SharedArrayBuffer(2 ** 31).byteLength;`,
    'a huge growable buffer': hook`
      const buffer = new ArrayBuffer(1, { maxByteLength: 2 ** 31 });
      buffer.resize(2 ** 30);
      return buffer.byteLength;`,
    'a huge BigInt': hook`return String(2n ** 100000000n).length;`,
    'a shifted BigInt': hook`return (1n << 1000000000n) > 0n;`,
    'a long list of numbers as text': hook`return JSON.stringify(new Array(3e6).fill(1.5)).length;`,
    'replace that multiplies': hook`return 'a'.repeat(1e5).replace(/a/g, 'b'.repeat(1e5)).length;`,
    'replace that multiplies the match': hook`return 'a'.repeat(1e6).replace(/a+/, '$&'.repeat(1e5)).length;`,
    'JSON with a long indent': hook`
      const list = [];
      let deep = list;
      for (let i = 0; i < 2000; i++) { const next = []; deep.push(next, next); deep = next; }
      return JSON.stringify(list, null, '          ').length;`,
    'arguments of a call': hook`return Math.max(...new Array(5e6).fill(0));`,
    'a long list of holes that is counted': hook`const list = []; list[4294967294] = 1; return [...list].length;`,
  },
);

export const memory: readonly Attack[] = [...growing, ...refused];
