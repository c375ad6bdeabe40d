/** `hearthbeat migrate`, `config`, `healthcheck`: for whoever keeps it running. */
import { toConfigListing } from '../base/config-text.ts';
import { AppError, messageOf } from '../base/errors.ts';
import { SECOND_MS } from '../base/time.ts';
import { type Command, EXIT } from './command.ts';
import { execute } from './execute.ts';
import { tellMigrated } from './operations.ts';

const HEALTH_LIMIT_MS = 4 * SECOND_MS;

const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  summary: 'Bring the schema up to date without serving (serve does it too).',
  words: { min: 0, max: 0 },
  async run(input) {
    const { migrated } = await execute(input, tellMigrated, {});
    for (const name of migrated) input.terminal.out(`Applied ${name}`);
    input.terminal.out('The schema is up to date.');
    return EXIT.ok;
  },
};

const configCommand: Command = {
  name: 'config',
  usage: '',
  summary: 'Show the configuration in force, and where each value comes from.',
  words: { min: 0, max: 0 },
  async run({ loaded, terminal }) {
    terminal.out(toConfigListing(loaded));
    for (const warning of loaded.warnings) terminal.err(`Warning: ${warning}`);
    return EXIT.ok;
  },
};

/** The address at which this machine reaches a server that listens on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

const healthcheckCommand: Command = {
  name: 'healthcheck',
  usage: '',
  summary: 'Ask the running server whether it can serve; for containers.',
  words: { min: 0, max: 0 },
  async run({ loaded, terminal }) {
    const url = `http://${reachable(loaded.config.host)}:${loaded.config.port}/readyz`;
    const signal = AbortSignal.timeout(HEALTH_LIMIT_MS);
    const response = await fetch(url, { signal }).catch((cause) => {
      throw new AppError('unavailable', `No answer from ${url}: ${messageOf(cause)}`, { cause });
    });
    if (!response.ok) {
      throw new AppError(
        'unavailable',
        `${url} answers ${response.status}: ${await response.text()}`,
      );
    }
    terminal.out('ready');
    return EXIT.ok;
  },
};

export const operateCommands: readonly Command[] = [
  migrateCommand,
  configCommand,
  healthcheckCommand,
];
