/** Answers the guests of the suite, and notes what no guest may make it see. */
import type { HostCall } from '../contract.ts';

const SLOW_MS = 30;
const LONG_ANSWER = 'x'.repeat(1_000_000);
const MANY_ROWS = 20_000;
const OPERATIONS = ['db.query', 'redis.get', 'redis.set', 'redis.del', 'redis.incr'];

const never = () => new Promise<never>(() => {});

/** What `redis.get` answers: most keys have a value that says which key it is. */
async function answerTo(key: unknown): Promise<unknown> {
  if (typeof key !== 'string') throw new Error('A key is a text.');
  if (key === 'fail') throw Object.assign(new Error('The host refused.'), { secret: 'hidden' });
  if (key === 'never') return never();
  if (key === 'long') return LONG_ANSWER;
  if (key === 'bigint') return 1n;
  if (key === 'undefined') return undefined;
  if (key === 'ring') {
    const ring: Record<string, unknown> = {};
    ring.ring = ring;
    return ring;
  }
  if (key.startsWith('slow')) await Bun.sleep(SLOW_MS);
  return `value of ${key}`;
}

export interface Host {
  call: HostCall;
  /** Calls that were not what the documented functions make. */
  violations: string[];
}

export function openHost(): Host {
  const violations: string[] = [];
  let counted = 0;
  return {
    violations,
    async call(operation, args) {
      if (!OPERATIONS.includes(operation) || !Array.isArray(args)) {
        violations.push(`${JSON.stringify(operation)?.slice(0, 100)} ${typeof args}`);
        throw new Error('There is no such operation.');
      }
      if (operation === 'redis.get') return answerTo(args[0]);
      if (operation === 'redis.incr') return ++counted;
      if (operation !== 'db.query') return null;
      return args[0] === 'many rows'
        ? Array.from({ length: MANY_ROWS }, (_, id) => ({ id, name: `row ${id}` }))
        : [{ n: 1 }];
    },
  };
}
