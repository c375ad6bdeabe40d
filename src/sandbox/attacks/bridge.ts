/** Trying to reach the one function that leads out, or to speak in its place. */
import { type Attack, hook, listAttacks, listFutile, script } from './attack.ts';

const captures = listFutile('bridge: captured', {
  'callers of a sloppy callback': [
    script`
      var seen = [];
      function spy() { try { seen.push(typeof spy.caller); } catch (problem) { seen.push('refused'); } return 'x'; }
      function spyArguments() { try { seen.push(typeof arguments.callee.caller); } catch (problem) { seen.push('refused'); } return 'x'; }
      async function on_heartbeat(ctx) {
        log({ toString: spy, toJSON: spy }); log({ toString: spyArguments, toJSON: spyArguments });
        await ctx.redis.set('key', { toJSON: spyArguments });
        return seen.filter((kind) => kind === 'function');
      }`,
    [],
  ],
  'callers of the handler': [
    script`
      function on_heartbeat() {
        try { return typeof on_heartbeat.caller; } catch { return 'refused'; }
      }`,
    'undefined',
  ],
  'text of functions that the host gave': [
    hook`
      return [log, warn, error, console.log, ctx.db.query, ctx.redis.get, ctx.redis.set]
        .map((fn) => Function.prototype.toString.call(fn))
        .filter((text) => /\/src\/|node_modules|\.ts\b/.test(text));`,
    [],
  ],
  'arguments of functions that the host gave': [
    hook`
      return [log, ctx.db.query, ctx.redis.get].map((fn) => { try { return typeof fn.arguments; } catch { return 'undefined'; } });`,
    ['undefined', 'undefined', 'undefined'],
  ],
  'a this that is more than the global object': [
    script`
      var self = this;
      async function on_heartbeat() { return [this === undefined || this === globalThis, self === globalThis]; }`,
    [true, true],
  ],
  'arguments beyond the documented ones': [
    script`function on_heartbeat() { return [...arguments].slice(2).map((value) => typeof value).filter((kind) => kind === 'function'); }`,
    [],
  ],
  'functions in the context that are not documented': [
    hook`
      const found = [];
      const walk = (value, path) => {
        for (const key of Reflect.ownKeys(value)) {
          const inner = value[key], name = path + String(key);
          if (typeof inner === 'function') found.push(name);
          else if (inner && typeof inner === 'object') walk(inner, name + '.');
        }
      };
      walk(ctx, '');
      const known = ['db.query', 'redis.get', 'redis.set', 'redis.del', 'redis.incr', 'log', 'warn', 'error'];
      return found.filter((name) => !known.includes(name));`,
    [],
  ],
  'a promise constructor that listens': [
    script`
      var heard = [];
      var Own = Promise;
      globalThis.Promise = class extends Own { constructor(work) { super((resolve, reject) => { heard.push(1); work(resolve, reject); }); } };
      async function on_heartbeat(ctx) { const value = await ctx.redis.get('name'); return [value, heard.length]; }`,
    ['value of name', 0],
  ],
  'a setter on every global that might be written': [
    script`
      var heard = [];
      for (const name of ['ctx', 'heartbeat', 'event', 'req', '__result', '__ctx', 'arg', 'argument'])
        try { Object.defineProperty(globalThis, name, { configurable: true, set(value) { heard.push(name, typeof value); }, get() { return undefined; } }); } catch {}
      async function on_heartbeat(own) { return [typeof own.db.query, heard.includes('function')]; }`,
    ['function', false],
  ],
  'a getter as the handler': [
    script`
      let reads = 0;
      Object.defineProperty(globalThis, 'on_heartbeat', { get() { reads += 1; return () => reads > 0; } });`,
    true,
  ],
});

const forged = listFutile('bridge: forged', {
  'log lines that speak the protocol': [
    hook`
      for (const text of ['!done', '!done\n"forged"', '{"ok":true,"json":"\\"forged\\""}', 'done', 'D', '\u0000', 'async', 'db.query\n["select 1"]', '{"t":"call","op":"db.query","args":[]}'])
        { log(text); warn(text); error(text); }
      return 'own';`,
    'own',
  ],
  'keys that speak the protocol': [
    hook`
      const keys = ['a\nb', 'a\u0000b', '\ud800', '"', '\\', '__proto__', 'db.query\n[]', '!done', '\u2028', '\r\n\r\n'];
      const values = [];
      for (const key of keys) values.push(await ctx.redis.get(key));
      return values.map((value, i) => value === 'value of ' + keys[i]);`,
    new Array(10).fill(true),
  ],
  'an id of another user': [
    hook`
      ctx.user_id = 'someone else';
      ctx.config = { base_url: 'x' };
      try { Object.defineProperty(ctx, 'user_id', { value: 'someone else' }); } catch {}
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'more arguments than documented': [
    hook`return await ctx.redis.get('name', 'someone else', { user_id: 'someone else' }, 4, 5, 6);`,
    'value of name',
  ],
  'a this of its own': [
    hook`return await ctx.redis.get.call({ user_id: 'someone else', key: 'plugin' }, 'name');`,
    'value of name',
  ],
  'functions that were moved': [
    hook`
      const { get } = ctx.redis;
      ctx.redis.get = ctx.redis.set;
      ctx.redis.set = null;
      return await get('name');`,
    'value of name',
  ],
  'resolving a host promise twice': [
    hook`
      const promise = ctx.redis.get('name');
      promise.then = (resolve) => resolve('forged');
      const own = Promise.prototype.then.call(promise, (value) => value);
      return await own;`,
    'value of name',
  ],
  'replies that are mixed up': [
    hook`
      const keys = Array.from({ length: 60 }, (_, i) => (i % 3 ? 'k' + i : 'slow' + i));
      const values = await Promise.all(keys.map((key) => ctx.redis.get(key)));
      return values.every((value, i) => value === 'value of ' + keys[i]);`,
    true,
  ],
  'errors and replies that are mixed up': [
    hook`
      const ends = await Promise.allSettled(['fail', 'name', 'fail', 'name'].map((key) => ctx.redis.get(key)));
      return ends.map((end) => end.status);`,
    ['rejected', 'fulfilled', 'rejected', 'fulfilled'],
  ],
  'a toJSON that changes the other arguments': [
    hook`
      const parameters = ['first', { toJSON() { parameters[0] = 'changed'; return 1; } }];
      await ctx.db.query('select $1', parameters);
      return parameters[0];`,
    'changed',
  ],
  'a call inside a call': [
    hook`
      const inner = [];
      await ctx.redis.set('key', 'x' + (inner.push(ctx.redis.get('name')), ''));
      return await inner[0];`,
    'value of name',
  ],
});

const broken = listAttacks(
  { class: 'bridge: arguments that are none', ends: ['ok', 'error', 'limit'] },
  {
    'no arguments': hook`await ctx.redis.get(); await ctx.db.query();`,
    'a symbol as a key': hook`await ctx.redis.get(Symbol('x'));`,
    'a BigInt as a parameter': hook`await ctx.db.query('select 1', [1n]);`,
    'a ring as parameters': hook`const ring = []; ring.push(ring); await ctx.db.query('select 1', ring);`,
    'an object as parameters': hook`await ctx.db.query('select 1', { length: 1e9 });`,
    'an object as a statement': hook`await ctx.db.query({ toString: () => 'select 1', text: 'select 1', rowMode: 'array', name: 'x' }, []);`,
    'a proxy as parameters': hook`
      await ctx.db.query('select 1', new Proxy([], { get: (target, key) => (key === 'length' ? 2 : key === 'toJSON' ? undefined : 'x') }));`,
    'a getter that throws in parameters': hook`
      await ctx.db.query('select 1', [{ get trap() { throw null; } }]);`,
    'a key with an own toString': hook`await ctx.redis.get({ toString: () => 'name', toJSON: () => ({ deep: true }) });`,
    'undefined, functions and NaN': hook`await ctx.db.query('select 1', [undefined, () => 1, NaN, -0]);`,
    'an own __proto__ as a parameter': hook`
      await ctx.db.query('select 1', [JSON.parse('{"__proto__":{"admin":true}}')]);`,
    'a value that is a promise': hook`await ctx.redis.set('key', Promise.resolve(1));`,
    'the context as a parameter': hook`await ctx.db.query('select 1', [ctx, ctx.db, globalThis.log]);`,
    'a very long operation': hook`
      const name = 'x'.repeat(1e5);
      try { await ctx.db[name](); } catch {}
      try { await ctx[name].query(); } catch {}
      await ctx.redis['ge' + 't']('name');`,
    'operations by inherited names': hook`
      for (const name of ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty']) {
        try { await ctx.redis[name]('name'); } catch {}
        try { await ctx.db[name]('name'); } catch {}
      }`,
  },
);

/** What the sandbox's own lists look like as JSON is the plugin's to decide. */
const shapes: Record<string, string> = {
  'a text': `() => 'x'`,
  nothing: '() => undefined',
  null: '() => null',
  'a number': '() => 7',
  'an empty list': '() => ({ ...[] })',
  'another operation': `() => ({ 0: 'admin.delete', 1: [], length: 2 })`,
  'an operation that is no text': '() => ({ 0: {}, 1: {}, length: 2 })',
  'an own __proto__': `() => JSON.parse('{"__proto__":{"admin":true}}')`,
  'a huge text': `() => 'x'.repeat(2e6)`,
  'an error': '() => { throw null; }',
};

const reshaped = Object.entries(shapes).flatMap(([what, toJSON]): [string, string][] => [
  [
    `a host call as ${what}`,
    hook`
      Array.prototype.toJSON = ${toJSON};
      return await ctx.db.query('select 1', [1]);`,
  ],
  [
    `an error as ${what}`,
    hook`
      Array.prototype.toJSON = ${toJSON};
      throw new Error('plain');`,
  ],
]);

const rewritten = listAttacks(
  { class: 'bridge: rewritten lists', ends: ['ok', 'error', 'limit', 'timeout', 'crashed'] },
  {
    ...Object.fromEntries(reshaped),
    'a host call of another operation, as a list': hook`
      const own = [];
      Array.prototype.toJSON = function () {
        if (this === own || own.done) return this;
        own.done = true;
        own.push('admin.delete', { user_id: 'someone else' });
        return own;
      };
      return await ctx.db.query('select 1', [1]);`,
    'a host call with arguments that are no list': hook`
      const own = ['db.query', { 0: 'select 1', length: 1e9 }];
      Array.prototype.toJSON = function () { return this === own ? this : own; };
      return await ctx.db.query('select 1', [1]);`,
    'an error with parts that are no text': hook`
      const own = [{ name: 1 }, [2], null];
      Array.prototype.toJSON = function () { return this === own ? this : own; };
      throw new Error('plain');`,
    'an error with long parts': hook`
      const own = ['N'.repeat(4e5), 'm'.repeat(4e5), 'plugin.js:1:1\n'.repeat(4e4)];
      Array.prototype.toJSON = function () { return this === own ? this : own; };
      throw new Error('plain');`,
  },
);

export const bridge: readonly Attack[] = [...captures, ...forged, ...broken, ...rewritten];
