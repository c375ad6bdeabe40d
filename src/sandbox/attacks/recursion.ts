/** Deeper than the guest's stack, and deeper than the stack of what runs the engine. */
import { type Attack, hook, listAttacks, script } from './attack.ts';

const DEEP = ['error', 'limit', 'memory'] as const;

const calls = listAttacks(
  { class: 'recursion', ends: [...DEEP, 'timeout'] },
  {
    'a function that calls itself': hook`const again = () => again() + 1; return again();`,
    'two functions that call each other': hook`
      function one() { return two() + 1; } function two() { return one() + 1; }
      return one();`,
    'with many arguments': hook`const again = (...all) => again(...all, 1); return again();`,
    getters: hook`const self = { get again() { return this.again + 1; } }; return self.again;`,
    setters: hook`const self = { set again(value) { this.again = value; } }; self.again = 1;`,
    'a proxy of itself': hook`
      const self = new Proxy({}, { get: (target, key, receiver) => receiver[key] });
      return self.again;`,
    'proxy traps that ask again': hook`
      const self = new Proxy(function () {}, {
        get: () => self.x, has: () => 'x' in self, apply: () => self(), ownKeys: () => Object.keys(self),
      });
      return self();`,
    'a long chain of proxies': hook`
      let proxy = {};
      for (let i = 0; i < 1e5; i++) proxy = new Proxy(proxy, {});
      return proxy.anything;`,
    'a long chain of proxies, called': hook`
      let proxy = () => 1;
      for (let i = 0; i < 5e4; i++) proxy = new Proxy(proxy, {});
      return proxy();`,
    'a long chain of bound functions': hook`
      let bound = () => 1;
      for (let i = 0; i < 5e4; i++) bound = bound.bind(null, i);
      return bound();`,
    toString: hook`const self = { toString() { return '' + self; } }; return '' + self;`,
    valueOf: hook`const self = { valueOf() { return +self; } }; return +self;`,
    'Symbol.toPrimitive': hook`
      const self = { [Symbol.toPrimitive]: () => self + 1 };
      return self + 1;`,
    'Symbol.hasInstance': hook`
      const self = { [Symbol.hasInstance]: (value) => value instanceof self };
      return 1 instanceof self;`,
    toJSON: hook`
      const self = { toJSON: () => ({ self: { toJSON: () => JSON.parse(JSON.stringify(self)) } }) };
      return JSON.stringify(self);`,
    'a result with a toJSON that nests': hook`
      const nest = () => ({ toJSON: () => [nest()] });
      return nest();`,
    'JSON.parse reviver': hook`
      const revive = () => JSON.parse('[1]', revive);
      return revive();`,
    'sort comparator': hook`
      const compare = () => [2, 1].sort(compare).length;
      return [2, 1].sort(compare);`,
    'replace callback': hook`const again = () => 'a'.replace(/a/, again); return again();`,
    'array callbacks': hook`const again = () => [1].map(again); return again();`,
    'iterator protocol': hook`
      const self = { *[Symbol.iterator]() { yield* self; } };
      return [...self];`,
    'Array.from of itself': hook`
      const self = { get length() { return Array.from(self).length; } };
      return Array.from(self);`,
    'generator delegation': hook`
      function* nest() { yield* nest(); }
      return nest().next();`,
    'direct eval': hook`globalThis.again = () => eval('again()'); return again();`,
    'Function constructor': hook`
      globalThis.again = () => new Function('return again()')();
      return again();`,
    constructors: hook`class Self { constructor() { this.self = new Self(); } } return new Self();`,
    'default parameters': hook`const again = (value = again()) => value; return again();`,
    'tagged templates': hook`const tag = () => tag${'`x`'}; return tag();`,
    'async functions without a pause': hook`const again = async () => { await again(); }; return again();`,
    'getters while a stack is built': hook`
      const self = () => { const problem = new Error('x'); void problem.stack; return self(); };
      return self();`,
    'catch that goes deeper': hook`
      let depth = 0;
      const again = () => { try { again(); } catch { depth += 1; } throw new Error('deep'); };
      return again();`,
    'instance of a long chain': hook`
      let object = {};
      const self = new Proxy({}, { getPrototypeOf: () => self });
      return object.isPrototypeOf(self);`,
    'super calls': hook`
      const one = { go() { return super.go(); } };
      Object.setPrototypeOf(one, new Proxy({}, { get: () => () => one.go() }));
      return one.go();`,
    'host arguments': hook`
      const nest = () => ({ toJSON: () => [nest()] });
      await ctx.db.query('select 1', [nest()]);`,
  },
);

const data = listAttacks(
  { class: 'recursion through data', ends: [...DEEP, 'ok', 'timeout'] },
  {
    'JSON.parse of deep lists': hook`return typeof JSON.parse('['.repeat(2e5) + ']'.repeat(2e5));`,
    'JSON.parse of deep objects': hook`
      return typeof JSON.parse('{"a":'.repeat(1e5) + '1' + '}'.repeat(1e5));`,
    'JSON.stringify of deep lists': hook`
      let deep = [];
      for (let i = 0; i < 1e5; i++) deep = [deep];
      return JSON.stringify(deep).length;`,
    'a deep result': hook`
      let deep = {};
      for (let i = 0; i < 1e5; i++) deep = { deep };
      return deep;`,
    'a deep result of a size that fits': hook`
      let deep = [];
      for (let i = 0; i < 3000; i++) deep = [deep];
      return deep;`,
    'a deep object in a log': hook`
      let deep = {};
      for (let i = 0; i < 1e5; i++) deep = { deep };
      log(deep);`,
    'a deep argument': hook`
      let deep = [];
      for (let i = 0; i < 1e5; i++) deep = [deep];
      await ctx.db.query('select 1', [deep]);`,
    'a deep graph that is let go': hook`
      let deep = null;
      for (let i = 0; i < 15e4; i++) deep = { deep };
      deep = null;
      return 1;`,
    'flat of a list in itself': hook`const list = []; list.push(list); return list.flat(Infinity).length;`,
    'join of a list in itself': hook`const list = [1]; list.push(list, list); return list.join();`,
    'join of deep lists': hook`
      let deep = [];
      for (let i = 0; i < 1e5; i++) deep = [deep];
      return String(deep).length;`,
    'flat of deep lists': hook`
      let deep = [];
      for (let i = 0; i < 1e5; i++) deep = [deep];
      return deep.flat(Infinity).length;`,
    'a long prototype chain': hook`
      let object = {};
      for (let i = 0; i < 1e5; i++) object = Object.create(object);
      return object.missing === undefined;`,
    'classes that extend each other': hook`
      let Base = class {};
      for (let i = 0; i < 5e3; i++) Base = class extends Base {};
      return typeof new Base();`,
    'a chain of causes': hook`
      let problem = new Error('root');
      for (let i = 0; i < 5e4; i++) problem = new Error('more', { cause: problem });
      throw problem;`,
    'a chain of thens': hook`
      let chain = Promise.resolve(0);
      for (let i = 0; i < 3e4; i++) chain = chain.then((n) => n + 1);
      return chain;`,
    'promises in promises': hook`
      let deep = Promise.resolve(1);
      for (let i = 0; i < 3e4; i++) { const inner = deep; deep = (async () => inner)(); }
      return deep;`,
    'iterators of iterators': hook`
      let iterator = [1, 2, 3].values();
      for (let i = 0; i < 2e4; i++) iterator = iterator.map?.((item) => item) ?? iterator;
      return [...iterator].length;`,
  },
);

/** Text that the parser descends into. */
const nested = (open: string, middle: string, close: string): string =>
  hook`return typeof (0, eval)('${open}'.repeat(1e5) + '${middle}' + '${close}'.repeat(1e5));`;

const parsers = listAttacks(
  { class: 'recursion in the parser', ends: [...DEEP, 'ok', 'syntax', 'timeout'] },
  {
    parentheses: nested('(', '1', ')'),
    brackets: nested('[', '1', ']'),
    braces: nested('{', '1', '}'),
    objects: nested('({a:', '1', '})'),
    'unary operators': nested('!', '1', ''),
    'minus signs': nested('- ', '1', ''),
    'typeof typeof': nested('typeof ', '1', ''),
    arrows: nested('()=>', '1', ''),
    functions: nested('(function(){', '', '})'),
    'conditional operators': nested('1?1:', '1', ''),
    assignments: nested('a=', '1', ''),
    powers: nested('1**', '1', ''),
    additions: nested('1+', '1', ''),
    'member access': nested('a?.', 'a', ''),
    new: nested('new ', 'Object', ''),
    templates: nested('`${', '1', '}`'),
    ifs: nested('if(1)', '1', ''),
    fors: nested('for(;0;)', '1', ''),
    labels: hook`
      let text = '';
      for (let i = 0; i < 3e4; i++) text += 'l' + i + ':';
      return typeof (0, eval)(text + '1');`,
    blocks: nested('try{', '', '}finally{}'),
    'destructuring patterns': hook`
      return typeof (0, eval)('var ' + '['.repeat(5e4) + 'a' + ']'.repeat(5e4) + '=[]');`,
    'arrow parameters': hook`
      return typeof (0, eval)('(a='.repeat(5e4) + '1' + ')'.repeat(5e4) + '=>1');`,
    classes: hook`
      return typeof (0, eval)('(class extends '.repeat(2e4) + 'Object' + '{})'.repeat(2e4));`,
    'look behinds in an expression': hook`
      return new RegExp('(?<='.repeat(5e4) + ')'.repeat(5e4)).source.length;`,
    'groups in an expression': hook`
      return new RegExp('(?:'.repeat(1e5) + ')*'.repeat(1e5)).source.length;`,
    'matching a deep expression': hook`
      return new RegExp('(?:a'.repeat(400) + ')*'.repeat(400)).test('a'.repeat(1000));`,
    'a Function body': hook`return new Function('return ' + '['.repeat(1e5) + ']'.repeat(1e5))().length;`,
    'the script itself': `function on_heartbeat() { return ${'['.repeat(2e4)}${']'.repeat(2e4)}; }`,
    'the script itself, in functions': `${'(()=>'.repeat(1e4)}1${')'.repeat(1e4)};function on_heartbeat() {}`,
    'the script itself, in templates': `${'`${'.repeat(5e3)}1${'}`'.repeat(5e3)};function on_heartbeat() {}`,
    'the script itself, in blocks': `${'{'.repeat(2e4)}${'}'.repeat(2e4)};function on_heartbeat() {}`,
  },
);

const loading = listAttacks(
  { class: 'recursion while loading', ends: [...DEEP] },
  {
    'at the top level': script`
      const again = () => again() + 1;
      again();
      function on_heartbeat() {}`,
    'in a getter named like a hook': script`
      Object.defineProperty(globalThis, 'on_heartbeat', { get() { return globalThis.on_heartbeat; } });`,
  },
);

export const recursion: readonly Attack[] = [...calls, ...data, ...parsers, ...loading];
