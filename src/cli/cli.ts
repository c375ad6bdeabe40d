/** From the words after `hearthbeat` to an exit code. */
import { ConfigError, type Environment } from '../base/config.ts';
import { toHelp } from '../base/config-text.ts';
import { AppError } from '../base/errors.ts';
import { redact } from '../base/redact.ts';
import { version } from '../base/version.ts';
import { type Command, EXIT, parseCommandInput, UsageError } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { operateCommands } from './operate.ts';
import { pluginCommands } from './plugin.ts';
import { serveCommand } from './serve.ts';
import type { Terminal } from './terminal.ts';
import { userCommands } from './user.ts';

const commands: readonly Command[] = [
  serveCommand,
  ...userCommands,
  ...pluginCommands,
  ...operateCommands,
  doctorCommand,
];

const USAGE_WIDTH = 30;

function helpText(): string {
  const lines = commands.map(({ name, usage, summary }) => {
    const form = `  ${name} ${usage}`.trimEnd();
    const gap = form.length < USAGE_WIDTH ? '' : `\n${''.padEnd(USAGE_WIDTH)}`;
    return `${form.padEnd(gap ? 0 : USAGE_WIDTH)}${gap}${summary}`;
  });
  return [
    `Hearthbeat ${version}, the self-hosted home for coding time`,
    '',
    'Usage: hearthbeat [VERB] [OPTIONS]',
    '',
    ...lines,
    '  help, version',
    '',
    'Options, for every verb; the variables in brackets do the same:',
    toHelp(),
  ].join('\n');
}

/** The longest verb that the words begin with. Without one: serve. */
function findCommand(argv: string[]): { command: Command; rest: string[] } {
  const [first] = argv;
  if (first === undefined || first.startsWith('-')) return { command: serveCommand, rest: argv };
  for (const length of [2, 1]) {
    const name = argv.slice(0, length).join(' ');
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, rest: argv.slice(length) };
  }
  if (first === 'user') {
    throw new UsageError('Which one? hearthbeat user add, user list, user password or user key');
  }
  if (first === 'plugin') throw new UsageError('Which one? hearthbeat plugin run');
  throw new UsageError(`There is no verb ${JSON.stringify(first)}.`);
}

async function run(
  argv: string[],
  terminal: Terminal,
  environment: Environment | undefined,
): Promise<number> {
  if (argv[0] === 'help' || argv.includes('--help') || argv.includes('-h')) {
    terminal.out(helpText());
    return EXIT.ok;
  }
  if (argv[0] === 'version' || argv[0] === '--version' || argv[0] === '-v') {
    terminal.out(version);
    return EXIT.ok;
  }
  const { command, rest } = findCommand(argv);
  return command.run(parseCommandInput(command, rest, terminal, environment));
}

/**
 * Runs one verb. Returns 0, or 1 when it failed, or 2 when words or configuration make no sense;
 * says why on standard error.
 */
export async function runCli(
  argv: string[],
  terminal: Terminal,
  environment?: Environment,
): Promise<number> {
  try {
    return await run(argv, terminal, environment);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`${error.message}\nhearthbeat --help lists verbs and options.`);
      return EXIT.usage;
    }
    if (error instanceof ConfigError) {
      terminal.err(['This configuration cannot be used:', ...error.problems].join('\n  '));
      return EXIT.usage;
    }
    if (error instanceof AppError) {
      terminal.err(error.message);
      return EXIT.failure;
    }
    terminal.err(`Something went wrong on our side:\n${JSON.stringify(redact(error), null, 2)}`);
    return EXIT.failure;
  }
}
