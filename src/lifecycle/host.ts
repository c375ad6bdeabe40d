import type { HostCall } from '../sandbox/contract.ts';
import type { PluginKeys } from './plugin-keys.ts';

/** SQL on behalf of the one user that a run is for. */
export type PluginQuery = (sql: string, parameters: unknown) => Promise<Record<string, unknown>[]>;

/** What a run may reach: both know whose it is, and nothing that the guest says changes that. */
export interface Reach {
  query: PluginQuery;
  keys: PluginKeys;
}

/** Answers `ctx.db.*` and `ctx.redis.*` of one run. */
export function openHost({ query, keys }: Reach): HostCall {
  return async (operation, [first, second]) => {
    switch (operation) {
      case 'db.query':
        if (typeof first !== 'string') throw new Error('ctx.db.query needs SQL as text.');
        return query(first, second ?? []);
      case 'redis.get':
        return keys.get(first);
      case 'redis.set':
        await keys.set(first, second);
        return null;
      case 'redis.del':
        await keys.del(first);
        return null;
      case 'redis.incr':
        return keys.incr(first);
      default:
        throw new Error(`There is no ${operation}.`);
    }
  };
}
