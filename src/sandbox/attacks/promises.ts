/** Endless work in promise jobs, and promises that never settle. */
import { type Attack, hook, listAttacks, listFutile, script } from './attack.ts';

const endless = listAttacks(
  { class: 'endless promise jobs', ends: ['timeout', 'memory'] },
  {
    'await in a loop': hook`for (;;) await 0;`,
    'loop after an await': hook`await 0; for (;;);`,
    'loop in a then': hook`return Promise.resolve().then(() => { for (;;); });`,
    'then that adds a then': hook`
      const again = () => Promise.resolve().then(again);
      return again();`,
    'two jobs that call each other': hook`
      const ping = () => Promise.resolve().then(pong), pong = () => Promise.resolve().then(ping);
      ping();
      await new Promise(() => {});`,
    'jobs after the handler returned': hook`
      (async () => { for (;;) await 0; })();
      await null;
      for (let i = 0; ; i++) await i;`,
    'thenables without end': hook`
      const next = () => ({ then(resolve) { resolve(next()); } });
      return next();`,
    'a then getter that loops': hook`return { get then() { for (;;); } };`,
    'a then that loops': hook`return { then() { for (;;); } };`,
    'async generator': hook`
      async function* endless() { for (;;) yield 0; }
      for await (const item of endless()) void item;`,
    'for await over promises': hook`
      const endless = { [Symbol.iterator]: () => ({ next: () => ({ value: Promise.resolve(), done: false }) }) };
      for await (const item of endless) void item;`,
    'Promise.all of an endless iterator': hook`
      return Promise.all({ [Symbol.iterator]: () => ({ next: () => ({ value: 0, done: false }) }) });`,
    'Promise.race of an endless iterator': hook`
      return Promise.race({ [Symbol.iterator]: () => ({ next: () => ({ value: 0, done: false }) }) });`,
    'rejections that reject again': hook`
      const again = () => Promise.reject(new Error('no')).catch(again);
      return again();`,
    'finally that waits for itself': hook`
      const again = () => Promise.resolve().finally(again);
      return again();`,
    'async recursion': hook`const again = async () => { await null; return again(); }; return again();`,
    'jobs that double': hook`
      const double = () => { Promise.resolve().then(double); Promise.resolve().then(double); };
      double();
      await new Promise(() => {});`,
    'constructor of promises that loops': hook`
      class Endless extends Promise { constructor(work) { super(work); for (;;); } }
      return Endless.resolve(1).then(() => 1);`,
    'then of all promises made endless': hook`
      Promise.prototype.then = function () { for (;;); };
      await 1;
      return { then: Promise.prototype.then };`,
    'catch in a loop around awaits': hook`
      for (;;) { try { await Promise.reject(1); } catch { await 0; } finally { await 0; } }`,
    'awaiting the host in a loop': hook`for (;;) { try { await ctx.redis.get('key'); } catch { await 0; } }`,
  },
);

const unsettled = listAttacks(
  { class: 'promises that never settle', ends: ['timeout', 'error'] },
  {
    'a promise without a resolver': hook`return new Promise(() => {});`,
    'a race of nothing': hook`return Promise.race([]);`,
    'a then that never calls back': hook`return { then() {} };`,
    'an async generator that waits for itself': hook`
      const generator = (async function* () { yield generator.next(); })();
      return generator.next();`,
    'two promises that wait for each other': hook`
      let one, two;
      one = (async () => { await 0; await two; })();
      two = (async () => { await one; })();
      await two;`,
    'a host reply that is thrown away': hook`
      ctx.redis.get('key');
      await new Promise(() => {});`,
    'a promise that resolves to itself': hook`
      let resolve;
      const self = new Promise((settle) => { resolve = settle; });
      resolve(self);
      return self;`,
    'a module that never finishes': script`
      await new Promise(() => {});
      export async function on_heartbeat() { return 1; }`,
  },
);

const harmless = listFutile('promises that come to nothing', {
  'many unhandled rejections': [
    hook`for (let i = 0; i < 1e3; i++) Promise.reject(new Error('unhandled ' + i)); return 'done';`,
    'done',
  ],
  'a thenable that answers twice': [
    hook`return { then(resolve, reject) { resolve('first'); reject(new Error('no')); resolve('second'); } };`,
    'first',
  ],
  'a thenable of a thenable': [
    hook`return { then(resolve) { resolve({ then(deeper) { deeper('deep'); } }); } };`,
    'deep',
  ],
  'a thenable that throws late': [
    hook`return { then(resolve) { resolve('kept'); throw new Error('late'); } };`,
    'kept',
  ],
  'jobs left behind': [
    hook`
      let n = 0;
      const again = () => { n += 1; if (n < 100) Promise.resolve().then(again); };
      again();
      return 'gone';`,
    'gone',
  ],
  'host calls left behind': [
    hook`for (let i = 0; i < 50; i++) ctx.redis.incr('key'); return 'gone';`,
    'gone',
  ],
});

export const promises: readonly Attack[] = [...endless, ...unsettled, ...harmless];
