/** `hearthbeat serve`: run until told to stop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../app.ts';
import type { Log } from '../base/log.ts';
import { SECOND_MS } from '../base/time.ts';
import { version } from '../base/version.ts';
import { type Command, EXIT } from './command.ts';
import { openControl } from './control.ts';
import { openCommandLog } from './execute.ts';

/** A stop that takes longer hangs; Docker kills after ten seconds anyway. */
const STOP_LIMIT_MS = 30 * SECOND_MS;

/** Resolves at the first signal; a second one ends the process at once. */
function stopSignal(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let count = 0;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        count++;
        if (count > 1) process.exit(EXIT.failure);
        log.info('stopping; once more to stop at once', { signal });
        resolve();
      });
    }
  });
}

/** A folder for a demo alone, removed however the process ends (but for a kill). */
function makeDemoDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'hearthbeat-demo-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** What nobody caught is our bug: say so and stop, rather than go on in an unknown state. */
function exitOnBugs(log: Log): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.error('stopped by a bug', { error });
      process.exit(EXIT.failure);
    });
  }
}

export const serveCommand: Command = {
  name: 'serve',
  usage: '',
  summary: 'Run the server (also what happens without a verb).',
  words: { min: 0, max: 0 },
  async run(input) {
    const { loaded, terminal } = input;
    const { warnings } = loaded;
    const config = loaded.config.demo
      ? { ...loaded.config, dataDirectory: makeDemoDirectory() }
      : loaded.config;
    const log = openCommandLog(input);
    exitOnBugs(log);
    for (const warning of warnings) log.warn(warning);

    const stop = stopSignal(log);
    const app = await openApp(config, { log });
    // What this start has migrated is not the doing of a later `hearthbeat migrate`.
    const services = { ...app.services, migrated: [] };
    const control = await openControl(config.dataDirectory, services, log);
    const url = config.baseUrl ?? app.url;
    log.info('ready', { version, url, milliseconds: Math.round(performance.now()) });
    const link = await app.createSetupLink();
    terminal.out(`Hearthbeat ${version} is ready at ${url}`);
    if (app.demo) {
      const { username, password } = app.demo;
      terminal.out(`Sign in as ${username} with the password ${password}`);
    }
    if (link) {
      terminal.out(`Create the first account within 30 minutes: ${link}`);
      log.info(
        'no account exists yet: open the setup link, or run hearthbeat user add NAME --admin',
      );
    }

    await stop;
    setTimeout(() => process.exit(EXIT.failure), STOP_LIMIT_MS).unref();
    await control?.close();
    await app.close();
    log.info('stopped');
    return EXIT.ok;
  },
};
