/** What a verb of the command line is, and how its words are read. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  type Environment,
  type LoadedConfig,
  loadConfig,
  type Option,
  type OptionName,
  options,
} from '../base/config.ts';
import { messageOf } from '../base/errors.ts';
import type { Terminal } from './terminal.ts';

export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** The words make no sense; `hearthbeat help` would have told. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Flags = NonNullable<ParseArgsConfig['options']>;

export interface CommandInput {
  /** What stands after the verb without dashes. */
  words: string[];
  flags: Record<string, string | boolean | undefined>;
  loaded: LoadedConfig;
  terminal: Terminal;
}

export interface Command {
  /** `user add` */
  name: string;
  /** What follows the name: `NAME [--admin]`. */
  usage: string;
  summary: string;
  /** How many words may follow. */
  words: { min: number; max: number };
  flags?: Flags;
  /** Returns the exit code. */
  run(input: CommandInput): Promise<number>;
}

function configFlags(): Flags {
  const flags: Flags = {};
  for (const { flag, isSwitch } of Object.values<Option<unknown>>(options)) {
    if (flag) flags[flag] = { type: isSwitch ? 'boolean' : 'string' };
  }
  return flags;
}

function parseWords(command: Command, argv: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: { ...configFlags(), ...command.flags },
      allowPositionals: true,
    });
    return { values: values as CommandInput['flags'], positionals };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** Reads the words after the verb, and the process's environment or the given one. Throws `UsageError` or `ConfigError`. */
export function parseCommandInput(
  command: Command,
  argv: string[],
  terminal: Terminal,
  environment?: Environment,
): CommandInput {
  const { values, positionals } = parseWords(command, argv);
  const { min, max } = command.words;
  if (positionals.length < min || positionals.length > max) {
    throw new UsageError(`Usage: hearthbeat ${command.name} ${command.usage}`.trimEnd());
  }
  const given: Partial<Record<OptionName, string>> = {};
  for (const [name, { flag }] of Object.entries(options) as [OptionName, { flag?: string }][]) {
    const value = flag === undefined ? undefined : values[flag];
    if (value !== undefined) given[name] = String(value);
  }
  const loaded = loadConfig({ flags: given, ...(environment && { environment }) });
  return { words: positionals, flags: values, loaded, terminal };
}
