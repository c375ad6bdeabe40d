import {
  ERROR_MESSAGE_CHARACTERS,
  ERROR_NAME_CHARACTERS,
  ERROR_STACK_CHARACTERS,
  LOG_LINE_CHARACTERS,
} from './limits.ts';

/** Functions that are hooks when a script defines them at its top level. */
export const HOOKS = [
  'on_heartbeat',
  'on_tick',
  'on_install',
  'on_heartbeats_bulk',
  'on_user_login',
] as const;

/** What an ES module may export to the same effect. */
const EXPORTS = [...HOOKS, 'endpoints', 'lifecycle'];

/**
 * The guest's first script: makes the documented globals and gives back `enter`, the only function
 * that the host calls. `host(operation, text)` is the only one that the guest has; plugin code
 * never holds it. Everything used later is captured here, so that a plugin which replaces an
 * intrinsic fools only itself; that is also why nothing here iterates, spreads or looks up methods.
 *
 * Names such as `ctx` and `event` are configurable accessors: a plugin may declare the same name at
 * its top level in any way, and reading one there tells the host that the top level is different in
 * every run.
 */
export const PRELUDE = `(function (host, blocking) {
  'use strict';
  const { parse, stringify } = JSON, S = String, E = Error, P = Promise;
  const { apply, defineProperty } = Reflect, { keys, hasOwn } = Object, { slice } = S.prototype;
  const global = globalThis;
  const cut = (text, length) => apply(slice, text, [0, length]);

  // Neither a string nor a list that is written like this asks a plugin's toJSON.
  const toText = (value) => {
    const json = stringify(value);
    return json === undefined ? 'null' : json;
  };
  const toList = (values) => {
    let list = '[';
    for (let i = 0; i < values.length; i++) list += (i === 0 ? '' : ',') + toText(values[i]);
    return list + ']';
  };

  let context, argument, isEndpoint = false, isLive = false, ready;
  let calls = { __proto__: null };
  const varies = () => { if (!isLive) host('varies', ''); };

  const hidden = (target, name, value) =>
    defineProperty(target, name, { __proto__: null, value, configurable: true, writable: true });
  // Made where the plugin called, so that its stack names the line that asked.
  const complete = (error, name, message) => {
    hidden(error, 'name', name);
    hidden(error, 'message', message);
    return error;
  };
  const call = (operation, args) => {
    if (blocking) {
      if (!isLive) { varies(); throw new E('The host answers no calls while the script is loaded.'); }
      const answer = parse(host('call', '[' + toText(operation) + ',' + toList(args) + ']'));
      if (answer[0] === 0) throw complete(new E(), answer[1], answer[2]);
      return answer[1];
    }
    const error = new E();
    return new P((resolve, reject) => {
      varies();
      if (!isLive) return;
      const answer = parse(host('call', '[' + toText(operation) + ',' + toList(args) + ']'));
      if (typeof answer === 'number') calls[answer] = [resolve, reject, error];
      else reject(complete(error, answer[1], answer[2]));
    });
  };
  const settle = (id, answer) => {
    const waiting = calls[id];
    delete calls[id];
    if (waiting === undefined) return;
    if (answer[0] === 1) waiting[0](answer[1]);
    else waiting[1](complete(waiting[2], answer[1], answer[2]));
  };

  const show = (value) => {
    if (typeof value === 'string') return value;
    try {
      if (value instanceof E || typeof value !== 'object') return S(value);
      const json = stringify(value);
      return json === undefined ? S(value) : json;
    } catch (_) {
      return '[cannot be shown]';
    }
  };
  const logAs = (level) => function () {
    let line = '';
    for (let i = 0; i < arguments.length && line.length <= ${LOG_LINE_CHARACTERS}; i++) {
      line += (i === 0 ? '' : ' ') + cut(show(arguments[i]), ${LOG_LINE_CHARACTERS} + 1);
    }
    host(level, stringify(cut(line, ${LOG_LINE_CHARACTERS} + 1)));
  };
  const log = logAs('log'), warn = logAs('warn'), error = logAs('error');

  const define = (name, value) =>
    defineProperty(global, name, { __proto__: null, value, writable: true, configurable: true, enumerable: true });
  const share = (name, read) => defineProperty(global, name, {
    __proto__: null, configurable: true, enumerable: true,
    get: () => { varies(); return read(); },
    set: (value) => { define(name, value); },
  });
  define('log', log);
  define('warn', warn);
  define('error', error);
  define('console', { log, info: log, debug: log, warn, error });
  define('isDark', true);
  define('container', null);
  define('token', 'server-context');
  share('ctx', () => context);
  share('event', () => (isEndpoint ? undefined : argument));
  share('heartbeat', () => (isEndpoint ? undefined : argument));
  share('req', () => (isEndpoint ? argument : undefined));

  const db = { query: (sql, parameters) => call('db.query', [sql, parameters]) };
  const redis = {
    get: (key) => call('redis.get', [key]),
    set: (key, value) => call('redis.set', [key, value]),
    del: (key) => call('redis.del', [key]),
    incr: (key) => call('redis.incr', [key]),
  };

  // A restored image would repeat the engine's own sequence in every run (xorshift128+ instead).
  let seed0 = 1, seed1 = 2;
  const random = () => {
    varies();
    let a = seed0;
    const b = seed1;
    seed0 = b;
    a ^= a << 23;
    a ^= a >>> 17;
    a ^= b ^ (b >>> 26);
    seed1 = a;
    return ((seed0 + seed1) >>> 0) / 4294967296;
  };
  hidden(Math, 'random', random);

  // An index that is not there yet would ask Array.prototype, which the plugin may have changed.
  const put = (list, value) =>
    defineProperty(list, list.length, { __proto__: null, value, writable: true, configurable: true, enumerable: true });
  const isObject = (value) => typeof value === 'object' && value !== null;
  const topLevel = (name) => {
    switch (name) {
${EXPORTS.map((name) => `      case '${name}': return typeof ${name} === 'undefined' ? undefined : ${name};`).join('\n')}
    }
  };
  const own = (owner, name) =>
    isObject(owner) && hasOwn(owner, name) && typeof owner[name] === 'function' ? owner[name] : undefined;
  const callHook = (name) => {
    const hook = topLevel(name);
    if (typeof hook === 'function') return apply(hook, undefined, [context, argument]);
    return callOf(topLevel('lifecycle'), name);
  };
  const absent = {};
  const callOf = (owner, name) => {
    const method = own(owner, name);
    return method === undefined ? absent : apply(method, owner, [context, argument]);
  };
  const functionsOf = (owner) => {
    const names = [];
    if (!isObject(owner)) return names;
    const all = keys(owner);
    for (let i = 0; i < all.length; i++) if (own(owner, all[i])) put(names, all[i]);
    return names;
  };
  const capabilities = () => {
    const hooks = functionsOf(topLevel('lifecycle'));
    const known = ${JSON.stringify(HOOKS)};
    for (let i = 0; i < known.length; i++) {
      if (typeof topLevel(known[i]) !== 'function') continue;
      let isKnown = false;
      for (let j = 0; j < hooks.length; j++) if (hooks[j] === known[i]) isKnown = true;
      if (!isKnown) put(hooks, known[i]);
    }
    return '{"hooks":' + toList(hooks) + ',"endpoints":' + toList(functionsOf(topLevel('endpoints'))) + '}';
  };
  const adopt = (exported) => {
    const names = ${JSON.stringify(EXPORTS)};
    for (let i = 0; i < names.length; i++) if (names[i] in exported) define(names[i], exported[names[i]]);
    if (isObject(exported.default) && exported.default !== exported) adopt({ __proto__: null, ...exported.default });
  };

  const describe = (thrown) => {
    let name = 'Error', message = '', stack = '';
    try {
      if (thrown instanceof E) {
        name = S(thrown.name);
        message = S(thrown.message);
        stack = S(thrown.stack);
      } else message = show(thrown);
    } catch (_) {
      message = '[cannot be shown]';
    }
    return toList([cut(name, ${ERROR_NAME_CHARACTERS}), cut(message, ${ERROR_MESSAGE_CHARACTERS}), cut(stack, ${ERROR_STACK_CHARACTERS})]);
  };
  const fail = (thrown) => { host('failed', describe(thrown)); };
  const finish = (value) => {
    let json;
    try { json = toText(value); } catch (thrown) { return fail(thrown); }
    host('done', json);
  };

  const prepare = (payload) => {
    argument = payload.input.argument;
    isEndpoint = payload.kind === 'endpoint';
    isLive = payload.isLive;
    seed0 = payload.seeds[0];
    seed1 = payload.seeds[1];
    context = { ...payload.input.context, db, redis, isDark: true, container: null, token: 'server-context' };
  };
  const run = async (kind, name) => {
    try {
      if (ready !== undefined) await ready;
      const result = kind === 'endpoint' ? callOf(topLevel('endpoints'), name) : callHook(name);
      if (result === absent) return host('absent', '');
      finish(await result);
    } catch (thrown) {
      fail(thrown);
    }
  };
  const inspect = async () => {
    try {
      if (ready !== undefined) await ready;
      host('done', capabilities());
    } catch (thrown) {
      fail(thrown);
    }
  };

  return function enter(step, text, value) {
    switch (step) {
      case 'prepare': return prepare(parse(text));
      case 'module': ready = value instanceof P ? (async () => adopt(await value))() : adopt(value); return;
      case 'inspect': inspect(); return;
      case 'failed': return fail(value);
      case 'settle': return settle(value, parse(text));
      case 'call': {
        const payload = parse(text);
        prepare(payload);
        run(payload.kind, payload.name);
      }
    }
  };
})`;
