/** Endpoints of plugins, as documented (seeds, "Custom HTTP endpoints"). */
import { AppError } from '../base/errors.ts';
import { openPerUser } from '../base/per-user.ts';
import type { Outcome } from '../sandbox/contract.ts';
import type { Runner } from './runner.ts';
import type { UserPlugins } from './user-plugins.ts';

/** Calls of one user that run at once. */
export const CALLS_PER_USER = 4;
const BUSY_RETRY_SECONDS = 5;

export interface Rpc {
  /**
   * Runs an endpoint of a plugin for the user who installed it. Throws `invalid` (the name),
   * `not_found` (plugin or handler), `conflict` (disabled), `too_many`, `unavailable`; how the
   * handler itself fared is data.
   */
  call(userId: string, name: string, handler: string, body: unknown): Promise<Outcome>;
}

/** Letters, digits, `-` and `_`; everything else is dropped. Throws `invalid` when nothing is left. */
export function parseHandlerName(given: string): string {
  const name = given.replaceAll(/[^\p{L}\p{N}_-]/gu, '');
  if (name !== '') return name;
  throw new AppError('invalid', 'Invalid handler name');
}

export function openRpc({
  plugins,
  runner,
}: {
  plugins: Pick<UserPlugins, 'reload'>;
  runner: Runner;
}): Rpc {
  const calls = openPerUser(CALLS_PER_USER, 'calls');

  return {
    call: (userId, name, given, body) =>
      calls.run(userId, async () => {
        const handler = parseHandlerName(given);
        const plugin = (await plugins.reload(userId)).find((one) => one.name === name);
        if (!plugin) throw new AppError('not_found', 'Plugin not found or not installed');
        if (plugin.isDisabled) {
          throw new AppError(
            'conflict',
            `This plugin is disabled. Enable it again on the Plugins page. ${plugin.disabledReason ?? ''}`.trim(),
          );
        }
        const outcome = await runner.run(plugin, { kind: 'endpoint', name: handler }, body);
        if (outcome.ok) return outcome;
        if (outcome.error.kind === 'no_handler') {
          throw new AppError('not_found', `Handler '${handler}' not found in plugin endpoints`);
        }
        if (outcome.error.kind === 'busy') {
          throw new AppError(
            'unavailable',
            'Too many plugins are running. Try again in a moment.',
            {
              retryAfterSeconds: BUSY_RETRY_SECONDS,
            },
          );
        }
        return outcome;
      }),
  };
}
