/** Asking for what a guest must not have: modules, the network, the process, time, threads. */
import { type Attack, hook, listAttacks, listFutile, script } from './attack.ts';

const NAMES = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'requestAnimationFrame'],
  ...[
    'require',
    'module',
    'exports',
    '__dirname',
    '__filename',
    'process',
    'Bun',
    'Deno',
    'global',
  ],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Request', 'Response', 'navigator'],
  ...['WebAssembly', 'Worker', 'SharedWorker', 'MessageChannel', 'BroadcastChannel', 'postMessage'],
  ...['std', 'os', 'bjson', 'scriptArgs', 'print', 'load', 'gc', 'read', 'quit', 'system'],
  ...['window', 'document', 'self', 'localStorage', 'sessionStorage', 'indexedDB', 'crypto'],
  ...['host', 'hostCall', 'enter', 'settle', 'Buffer', 'ShadowRealm', 'File', 'Blob'],
];

const absent = listFutile('reach', {
  'names of every other runtime': [
    hook`
      const names = ${JSON.stringify(NAMES)};
      return names.filter((name) => {
        try { return (0, eval)('typeof ' + name) !== 'undefined'; } catch { return true; }
      });`,
    [],
  ],
  'the same names at the top level': [
    script`
      const found = ${JSON.stringify(NAMES)}.filter((name) => name in globalThis);
      function on_heartbeat() { return found; }`,
    [],
  ],
  'globals that are neither of the language nor documented': [
    hook`
      const known = new Set(['ctx', 'log', 'warn', 'error', 'console', 'heartbeat', 'event', 'isDark', 'container', 'token', 'lifecycle', 'endpoints', 'on_heartbeat', 'req', 'tick']);
      return Object.getOwnPropertyNames(globalThis).filter((name) => !known.has(name) && !/^[A-Z]\w*$/.test(name))
        .filter((name) => !['globalThis', 'undefined', 'eval', 'escape', 'unescape', 'isNaN', 'isFinite', 'parseInt', 'parseFloat', 'queueMicrotask', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'].includes(name));`,
    [],
  ],
  'the global object through constructors': [
    hook`
      const far = [ctx, ctx.db.query, ctx.redis, log, console.log, heartbeat, Object.getPrototypeOf(async () => 1)];
      return far.map((value) => value.constructor.constructor('return this')() === globalThis);`,
    new Array(7).fill(true),
  ],
  'process through constructors': [
    hook`
      const tell = 'return [typeof process, typeof Bun, typeof require].join()';
      return [ctx, ctx.db, ctx.redis.get, log, heartbeat, globalThis, new Error()].map((value) => value.constructor.constructor(tell)());`,
    new Array(7).fill('undefined,undefined,undefined'),
  ],
  'process through an error of the host': [
    hook`
      try { await ctx.redis.get('fail'); } catch (problem) {
        return [problem.constructor === Error, problem.constructor.constructor('return typeof process')(), Object.getPrototypeOf(problem) === Error.prototype];
      }`,
    [true, 'undefined', true],
  ],
  'process through a reply of the host': [
    hook`
      const [row] = await ctx.db.query('select 1', []);
      return [row.constructor === Object, row.constructor.constructor('return typeof process')()];`,
    [true, 'undefined'],
  ],
  'process through a promise of the host': [
    hook`
      const promise = ctx.redis.get('name');
      return [promise.constructor === Promise, promise.then.constructor('return typeof process')()];`,
    [true, 'undefined'],
  ],
  'import of built-in modules': [
    hook`
      const found = [];
      for (const name of ['std', 'os', 'bjson', 'node:fs', 'fs', 'child_process', 'bun', 'bun:ffi', 'data:text/javascript,1', 'https://example.org/x.js', '/etc/passwd', 'plugin.js', 'prelude.js', ''])
        try { await import(name); found.push(name); } catch {}
      return found;`,
    [],
  ],
  'import from other code': [
    hook`
      const found = [];
      const ways = [(0, eval), new Function('text', 'return eval(text)'), (text) => new Function('return ' + text)()];
      for (const way of ways) { try { await way("import('os')"); found.push(String(way)); } catch {} }
      return found;`,
    [],
  ],
  'import.meta': [
    script`
      const meta = JSON.stringify(import.meta);
      export async function on_heartbeat() { return meta === '{}' || /work|home|src|node_modules|tmp/.test(meta) === false; }`,
    true,
  ],
  'require through the module of a module': [
    script`export const on_heartbeat = async () => [typeof require, typeof module, this === undefined].join();`,
    'undefined,undefined,true',
  ],
  'a module that imports itself': [
    script`import * as self from 'plugin.js'; export function on_heartbeat() { return Object.keys(self); }`,
    ['on_heartbeat'],
  ],
  'the file of a stack': [
    hook`return /node_modules|\/work|\/home|\.ts\b|file:|\/src\//.test(String(new Error('x').stack));`,
    false,
  ],
  'waiting on shared memory': [
    hook`
      if (typeof Atomics === 'undefined' || typeof SharedArrayBuffer === 'undefined') return 'absent';
      try { return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); } catch (problem) { return 'absent'; }`,
    'absent',
  ],
  'the environment': [
    hook`
      const found = [];
      for (const name of ['process', 'Bun', 'Deno', 'import.meta']) { try { if ((0, eval)(name).env) found.push(name); } catch {} }
      return found;`,
    [],
  ],
  'shadow realms': [
    hook`try { return new ShadowRealm().evaluate('1'); } catch (problem) { return problem.name; }`,
    'ReferenceError',
  ],
  'finalizers after the run': [
    hook`
      new FinalizationRegistry(() => log('finalized')).register({}, 1);
      return typeof FinalizationRegistry;`,
    'function',
  ],
});

const failing = listAttacks(
  { class: 'reach that fails', ends: ['error', 'syntax'] },
  {
    'static import of os': script`import * as os from 'os'; export function on_heartbeat() { return Object.keys(os); }`,
    'static import of std': script`import { open } from 'std'; export function on_heartbeat() { return open('/etc/passwd', 'r').readAsString(); }`,
    'export from elsewhere': script`export * from 'os'; export function on_heartbeat() {}`,
    'dynamic import, awaited': hook`return Object.keys(await import('os'));`,
    'dynamic import at the top level': script`const os = await import('os'); export function on_heartbeat() { return Object.keys(os); }`,
    'a timer': hook`setTimeout(() => { for (;;); }, 0);`,
    'a text as a timer': hook`setInterval('for (;;);', 1);`,
    'a request': hook`return await fetch('http://127.0.0.1/');`,
    'a socket': hook`return new WebSocket('ws://127.0.0.1/');`,
    'a file': hook`return require('fs').readFileSync('/etc/passwd', 'utf8');`,
    'a process': hook`return process.exit(0);`,
    'a child process': hook`return Bun.spawnSync(['id']).stdout.toString();`,
    'wasm in wasm': hook`return new WebAssembly.Memory({ initial: 65536 });`,
    'a thread': hook`return new Worker('data:text/javascript,for(;;);');`,
    'a page': hook`container.innerHTML = token; return document.cookie;`,
    'a page at the top level': script`container.innerHTML = '<b>' + window.location + '</b>'; function on_heartbeat() {}`,
  },
);

export const reach: readonly Attack[] = [...absent, ...failing];
