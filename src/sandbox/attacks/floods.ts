/** More log lines, arguments and host calls than a run may have. */
import { type Attack, hook, listAttacks, script } from './attack.ts';

const logs = listAttacks(
  { class: 'log floods', ends: ['ok', 'timeout', 'memory', 'limit'] },
  {
    'many lines': hook`for (let i = 0; i < 2e5; i++) log('line', i);`,
    'lines without end': hook`for (;;) log('again');`,
    'long lines': hook`for (let i = 0; i < 200; i++) log('x'.repeat(1e5));`,
    'one very long line': hook`log('x'.repeat(4e6));`,
    'lines of many bytes': hook`for (let i = 0; i < 50; i++) log('\u20ac'.repeat(3000));`,
    'many arguments': hook`log(...new Array(3e4).fill('word'));`,
    'a list of everything': hook`log(new Array(1e6).fill('word'));`,
    'warnings and errors': hook`for (let i = 0; i < 5e4; i++) { warn('w', i); error('e', i); console.info(i); }`,
    'empty lines': hook`for (let i = 0; i < 1e5; i++) log();`,
    'lines from promise jobs': hook`
      const again = (n) => n && Promise.resolve().then(() => { log(n); return again(n - 1); });
      return again(2e4);`,
    'an argument that logs itself': hook`
      const self = { toString() { log(self); return 'x'; }, toJSON() { log(self); return 'x'; } };
      try { log(self); } catch {}`,
    'lines that look like frames': hook`
      for (let i = 0; i < 50; i++) log('\u0005\u0000\u0000\u0000D{"ok":true,"json":"1","logs":[]}\n!done\n"1"');`,
    'long lines of line feeds': hook`log('\n'.repeat(1e5)); log('\u0000'.repeat(1e5)); log('\ud800'.repeat(1e5));`,
    'at the top level': script`
      for (let i = 0; i < 1e5; i++) log('loading', i);
      function on_heartbeat() { return 1; }`,
  },
);

const calls = listAttacks(
  { class: 'host call floods', ends: ['ok', 'timeout', 'memory', 'limit', 'error'] },
  {
    'many calls at once': hook`for (let i = 0; i < 5e4; i++) ctx.redis.incr('key');`,
    'many calls at once, awaited together': hook`
      return (await Promise.allSettled(Array.from({ length: 5e3 }, () => ctx.redis.incr('key')))).length;`,
    'many calls, one after the other': hook`for (let i = 0; i < 5e3; i++) await ctx.redis.incr('key');`,
    'calls without end whose errors are caught': hook`
      for (;;) { try { await ctx.db.query('select 1', []); } catch {} }`,
    'calls that are never awaited, for ever': hook`for (;;) ctx.redis.get('key').catch(() => {});`,
    'calls that were started as the run ends': hook`
      for (let i = 0; i < 500; i++) ctx.db.query('select ' + i, []);
      return 'ended';`,
    'calls that were started as the run fails': hook`
      for (let i = 0; i < 500; i++) ctx.redis.set('key', 'value');
      throw new Error('failed');`,
    'a slow call and a loop': hook`ctx.redis.get('slow'); for (;;);`,
    'a slow call that outlives the limit': hook`return await ctx.redis.get('never');`,
    'slow calls in parallel': hook`
      return (await Promise.allSettled(Array.from({ length: 900 }, () => ctx.redis.get('slow')))).length;`,
    'long values, all at once': hook`
      for (let i = 0; i < 900; i++) ctx.redis.set('key', 'v'.repeat(5e5));`,
    'long values that the host keeps': hook`
      for (let i = 0; i < 900; i++) ctx.redis.get('slow' + 'v'.repeat(5e5));`,
    'calls from a getter of an argument': hook`
      const list = [];
      list.push({ toJSON: () => { ctx.redis.get('nested'); return 1; } });
      await ctx.db.query('select 1', list);`,
    'calls at the top level': script`
      const early = typeof ctx === 'undefined' ? null : ctx.redis.get('key');
      async function on_heartbeat() { return await early; }`,
  },
);

const sizes = listAttacks(
  { class: 'host calls that are too big', ends: ['limit', 'error', 'memory', 'timeout'] },
  {
    'a long key': hook`await ctx.redis.get('k'.repeat(3e6));`,
    'a long value': hook`await ctx.redis.set('key', 'v'.repeat(3e6));`,
    'a long statement': hook`await ctx.db.query('select ' + '1,'.repeat(1e6) + '1', []);`,
    'many parameters': hook`await ctx.db.query('select 1', new Array(6e5).fill('x'));`,
    'a text that is long in bytes': hook`await ctx.redis.set('key', '\u20ac'.repeat(6e5));`,
    'a text that is long once it is escaped': hook`await ctx.redis.set('key', '\u0001'.repeat(4e5));`,
    'an object with a long toJSON': hook`
      await ctx.db.query('select 1', [{ toJSON: () => 'x'.repeat(3e6) }]);`,
  },
);

const replies = listAttacks(
  { class: 'replies that are too big', ends: ['ok', 'limit', 'error', 'memory', 'timeout'] },
  {
    'a long reply': hook`return (await ctx.redis.get('long')).length;`,
    'long replies that are kept': hook`
      const kept = [];
      for (let i = 0; i < 50; i++) kept.push(await ctx.redis.get('long'));
      return kept.length;`,
    'many rows': hook`return (await ctx.db.query('many rows', [])).length;`,
    'long replies that are all asked for at once': hook`
      return (await Promise.allSettled(Array.from({ length: 900 }, () => ctx.redis.get('long')))).length;`,
    'long replies that nobody waits for': hook`
      for (let i = 0; i < 900; i++) ctx.redis.get('long');
      for (;;);`,
    'a reply that is no JSON': hook`return await ctx.redis.get('bigint');`,
    'a reply that is a ring': hook`return await ctx.redis.get('ring');`,
    'a reply that is nothing': hook`return (await ctx.redis.get('undefined')) ?? null;`,
  },
);

export const floods: readonly Attack[] = [...logs, ...calls, ...sizes, ...replies];
