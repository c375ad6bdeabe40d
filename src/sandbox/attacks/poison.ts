/**
 * Built-ins that are replaced before the sandbox's own code in the guest uses them again. The run
 * must still report what it did, or fail by itself; never report something else.
 */
import { type Attack, hook, listAttacks, listFutile } from './attack.ts';

const futile = listFutile('poisoned built-ins', {
  'JSON.stringify': [hook`JSON.stringify = () => '"forged"'; return 'true';`, 'true'],
  'JSON.parse': [
    hook`JSON.parse = () => 'forged'; return await ctx.redis.get('name');`,
    'value of name',
  ],
  'JSON itself': [
    hook`delete globalThis.JSON; return await ctx.redis.get('name');`,
    'value of name',
  ],
  'String itself': [hook`globalThis.String = () => 'forged'; log(1); return 'true';`, 'true'],
  'Error itself': [hook`globalThis.Error = function () {}; return 'true';`, 'true'],
  'Promise itself': [
    hook`globalThis.Promise = class { constructor() { throw 1; } }; return await ctx.redis.get('name');`,
    'value of name',
  ],
  'Map itself': [
    hook`
      const taken = [];
      for (const key of ['get', 'set', 'delete', 'has']) {
        const own = Map.prototype[key];
        Map.prototype[key] = function (...all) { taken.push([key, typeof all[1]]); return own.apply(this, all); };
      }
      globalThis.Map = null;
      const value = await ctx.redis.get('name');
      return [value, taken];`,
    ['value of name', []],
  ],
  'every array method': [
    hook`
      for (const key of Reflect.ownKeys(Array.prototype))
        if (typeof Array.prototype[key] === 'function' && key !== 'constructor')
          Array.prototype[key] = () => { throw new Error('poisoned'); };
      log('still', 'here');
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'every string method': [
    hook`
      for (const key of Reflect.ownKeys(String.prototype))
        if (typeof String.prototype[key] === 'function' && key !== 'constructor')
          String.prototype[key] = () => 'poisoned';
      log('still here');
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'every object function': [
    hook`
      for (const key of Reflect.ownKeys(Object))
        if (typeof Object[key] === 'function' && key !== 'prototype') Object[key] = () => true;
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'every Reflect function': [
    hook`for (const key of Reflect.ownKeys(Reflect)) Reflect[key] = () => 'forged'; log('x'); return 1;`,
    1,
  ],
  'call, apply and bind': [
    hook`
      Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 'forged';
      log('x');
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'exec of expressions': [
    hook`RegExp.prototype.exec = () => null; RegExp.prototype.test = () => false; log('a\nb'); return 1;`,
    1,
  ],
  'toJSON of texts': [hook`String.prototype.toJSON = () => 'forged'; return 'true';`, 'true'],
  'toJSON of numbers': [hook`Number.prototype.toJSON = () => 'forged'; return 5;`, 5],
  'ok on all objects': [
    hook`Object.prototype.ok = false; Object.prototype.e = 1; return 'true';`,
    'true',
  ],
  'a setter for every word of the bridge': [
    hook`
      const taken = [];
      for (const key of ['id', 'ok', 'json', 'v', 'e', 'value', 'error', 'name', 'message', 'result', 'kind', 'args', 'op', 'operation', 'resolve', 'reject', 'line', 'column', 'stack', 'logs', 'level', 'text', 'ctx', 'arg', 'argument', 'seed'])
        Object.defineProperty(Object.prototype, key, { __proto__: null, configurable: true, get() { return undefined; }, set(value) { taken.push(key); } });
      const value = await ctx.redis.get('name');
      return [value, taken];`,
    ['value of name', []],
  ],
  'setters for the first places of lists': [
    hook`
      let taken = 0;
      for (const key of [0, 1, 2, 3])
        Object.defineProperty(Array.prototype, key, { configurable: true, get() { return 'forged'; }, set(value) { taken += 1; } });
      const value = await ctx.redis.get('name');
      return value + ' ' + taken;`,
    'value of name 0',
  ],
  'words of property descriptors': [
    hook`
      Object.prototype.get = Object.prototype.set = function () { return 'forged'; };
      const value = await ctx.redis.get('name');
      delete Object.prototype.get;
      delete Object.prototype.set;
      return value;`,
    'value of name',
  ],
  'writable and configurable on all objects': [
    hook`Object.prototype.writable = false; Object.prototype.configurable = false; return await ctx.redis.get('name');`,
    'value of name',
  ],
  'the prototype of all objects, replaced': [
    hook`
      try { Object.setPrototypeOf(Object.prototype, { ok: true }); } catch (problem) { return problem.name; }
      return 'replaced';`,
    'TypeError',
  ],
  'the setter of __proto__': [
    hook`
      Object.defineProperty(Object.prototype, '__proto__', { set() { throw new Error('no'); }, get() { return null; } });
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'length on all functions': [
    hook`Object.defineProperty(Function.prototype, 'length', { get() { throw 1; } }); log('x'); return 1;`,
    1,
  ],
  'frozen globals': [
    hook`
      for (const key of Object.getOwnPropertyNames(globalThis)) { try { Object.freeze(globalThis[key]); } catch {} }
      Object.freeze(globalThis);
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'emptied globals': [
    hook`
      for (const key of Object.getOwnPropertyNames(globalThis)) { try { delete globalThis[key]; } catch {} }
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'Symbol.iterator of lists': [
    hook`Array.prototype[Symbol.iterator] = function* () { yield 'forged'; }; log('a', 'b'); return await ctx.redis.get('name');`,
    'value of name',
  ],
  'Symbol.toStringTag on all objects': [
    hook`Object.prototype[Symbol.toStringTag] = 'forged'; log({}); return 1;`,
    1,
  ],
  'Symbol.species of promises': [
    hook`
      Object.defineProperty(Promise, Symbol.species, { get() { throw new Error('no'); } });
      return await ctx.redis.get('name');`,
    'value of name',
  ],
  'Promise.resolve': [
    hook`Promise.resolve = Promise.reject = Promise.all = () => { throw 1; }; return await ctx.redis.get('name');`,
    'value of name',
  ],
  'Math and Date': [
    hook`Math.random = () => { throw 1; }; Date.now = () => NaN; Date = null; return 1;`,
    1,
  ],
  'log itself': [
    hook`globalThis.log = console.log = () => 'forged'; return await ctx.redis.get('name');`,
    'value of name',
  ],
  'an own log with the name of a global': [
    hook`Object.defineProperty(globalThis, 'log', { get() { throw new Error('no'); } }); return 1;`,
    1,
  ],
});

const failing = listAttacks(
  { class: 'poison that may break its own run', ends: ['ok', 'error', 'timeout'] },
  {
    'toJSON of all objects': hook`Object.prototype.toJSON = () => 'forged'; return { a: 1 };`,
    'toJSON of lists': hook`Array.prototype.toJSON = () => 'forged'; await ctx.redis.get('name'); return [1];`,
    'a then on all objects': hook`
      Object.prototype.then = function (resolve) { resolve('forged'); };
      return {};`,
    'a then on all objects that throws': hook`
      Object.defineProperty(Object.prototype, 'then', { get() { throw new Error('then'); } });
      return {};`,
    'then of promises': hook`
      const taken = [];
      Promise.prototype.then = function (...all) { taken.push(all); return this; };
      await ctx.redis.get('name');
      return taken.length;`,
    'the constructor of promises': hook`
      Promise.prototype.constructor = function (work) { work(() => {}, () => {}); };
      return await ctx.redis.get('name');`,
    'an iterator of lists that throws': hook`
      Array.prototype[Symbol.iterator] = () => { throw new Error('no'); };
      const [value] = [await ctx.redis.get('name')];
      return value;`,
    'message and stack of errors': hook`
      Object.defineProperty(Error.prototype, 'message', { get() { throw new Error('no'); } });
      Object.defineProperty(Error.prototype, 'name', { get() { throw new Error('no'); } });
      throw new Error();`,
    'toString of everything': hook`
      Error.prototype.toString = Object.prototype.toString = Function.prototype.toString = () => { throw new Error('no'); };
      throw new Error('plain');`,
    prepareStackTrace: hook`
      Error.prepareStackTrace = (problem, frames) => { globalThis.frames = frames; return frames; };
      void new Error('x').stack;
      throw new Error('plain');`,
    'prepareStackTrace that calls functions of frames': hook`
      const seen = [];
      Error.prepareStackTrace = (problem, frames) => {
        for (const frame of frames) seen.push(String(frame.getFunction?.()), String(frame.getThis?.()));
        return 'stack';
      };
      try { log({ toString() { throw new Error('x'); } }); await ctx.redis.get({ toJSON() { void new Error('x').stack; } }); } catch {}
      return seen.filter((text) => /host|native code/.test(text)).length;`,
    'prepareStackTrace that loops once': hook`
      Error.prepareStackTrace = () => { throw new Error('again'); };
      throw new Error('plain');`,
    stackTraceLimit: hook`Error.stackTraceLimit = 2 ** 31; throw new Error('plain');`,
    'stackTraceLimit that throws': hook`
      Object.defineProperty(Error, 'stackTraceLimit', { get() { throw new Error('no'); } });
      throw new Error('plain');`,
    'the prototype of the global object': hook`
      Object.setPrototypeOf(globalThis, new Proxy({}, { get() { throw new Error('no'); }, has: () => true }));
      return missing;`,
    unscopables: hook`Array.prototype[Symbol.unscopables] = null; return [].values;`,
  },
);

export const poison: readonly Attack[] = [...futile, ...failing];
