/** Every option and where its value may come from. The only reader of the environment. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from './errors.ts';
import type { LogFormat, LogLevel } from './log.ts';
import {
  parseBaseUrl,
  parseHost,
  parseNetworks,
  parseOneOf,
  parsePort,
  parseServerUrl,
  parseSwitch,
} from './option-values.ts';

export type Environment = Record<string, string | undefined>;

interface Description<T> {
  /** The variables that set it; the first is the documented one and wins. */
  env: readonly [string, ...string[]];
  /** `port` for `--port`. Secrets have none: flags are visible to all in the process list. */
  flag?: string;
  /** What stands for the value in help: `NUMBER`. */
  placeholder: string;
  /** On or off: its flag takes no value. */
  isSwitch?: boolean;
  /** Never printed whole, and also read from a file that `…_FILE` names. */
  isSecret?: boolean;
  description: string;
  /** Throws an error whose message says what the value must be. */
  parse(text: string): T;
}

export interface Option<T> extends Description<T> {
  /** Parsed like any given value; null: the value is null. */
  default: string | null;
}

const option = <T>(description: Description<T> & { default: string }): Option<T> => description;

const optional = <T>(description: Description<T>): Option<T | null> => ({
  ...description,
  default: null,
});

/** The table. Help, `hearthbeat config` and README's table are made from it. */
export const options = {
  host: option({
    env: ['HEARTHBEAT_HOST'],
    flag: 'host',
    placeholder: 'ADDRESS',
    default: '0.0.0.0',
    description: 'Address to listen on.',
    parse: parseHost,
  }),
  port: option({
    env: ['HEARTHBEAT_PORT', 'PORT'],
    flag: 'port',
    placeholder: 'NUMBER',
    default: '8080',
    description: 'Port to listen on.',
    parse: parsePort,
  }),
  dataDirectory: option({
    env: ['HEARTHBEAT_DATA'],
    flag: 'data',
    placeholder: 'FOLDER',
    default: './data',
    description: 'Folder that holds everything: the embedded database and the control socket.',
    parse: (text) => resolve(text),
  }),
  baseUrl: optional({
    env: ['HEARTHBEAT_BASE_URL'],
    flag: 'base-url',
    placeholder: 'URL',
    description:
      'Address that people type when a proxy stands in front, with its path if it has one.',
    parse: parseBaseUrl,
  }),
  trustedProxies: option({
    env: ['HEARTHBEAT_TRUSTED_PROXIES'],
    flag: 'trusted-proxies',
    placeholder: 'NETWORKS',
    default: '',
    description: 'Addresses or networks whose `X-Forwarded-For` is believed, separated by commas.',
    parse: parseNetworks,
  }),
  databaseUrl: optional({
    env: ['DATABASE_URL'],
    placeholder: 'URL',
    isSecret: true,
    description: 'Your own Postgres (15 or later) in place of the embedded one.',
    parse: parseServerUrl(
      ['postgres:', 'postgresql:'],
      'postgres://user:password@host:5432/database',
    ),
  }),
  redisUrl: optional({
    env: ['REDIS_URL'],
    placeholder: 'URL',
    isSecret: true,
    description: 'Your own Redis, which lets several instances on one Postgres hear each other.',
    parse: parseServerUrl(['redis:', 'rediss:'], 'redis://:password@host:6379/0'),
  }),
  signUp: option({
    env: ['HEARTHBEAT_SIGN_UP'],
    flag: 'sign-up',
    placeholder: 'closed|open',
    default: 'closed',
    description:
      '`closed`: accounts need an invite link. `open`: anybody who reaches the page may make one.',
    parse: parseOneOf('closed', 'open'),
  }),
  widgetRequests: option({
    env: ['HEARTHBEAT_WIDGET_REQUESTS'],
    flag: 'widget-requests',
    placeholder: 'declared|none',
    default: 'declared',
    description:
      'Which other hosts widgets of the plugin store may reach: those that the store shows for them, or `none`.',
    parse: parseOneOf('declared', 'none'),
  }),
  demo: option({
    env: ['HEARTHBEAT_DEMO'],
    flag: 'demo',
    placeholder: 'true|false',
    isSwitch: true,
    default: 'false',
    description:
      'Serve made-up people and a year of their work from a temporary folder, removed at the end.',
    parse: parseSwitch,
  }),
  logLevel: option<LogLevel>({
    env: ['HEARTHBEAT_LOG_LEVEL'],
    flag: 'log-level',
    placeholder: 'debug|info|warn|error',
    default: 'info',
    description: 'The least important lines to log. `debug` logs every request.',
    parse: parseOneOf('debug', 'info', 'warn', 'error'),
  }),
  logFormat: option<LogFormat>({
    env: ['HEARTHBEAT_LOG_FORMAT'],
    flag: 'log-format',
    placeholder: 'auto|text|json',
    default: 'auto',
    description: '`text` for people, `json` for machines, `auto`: text on a terminal.',
    parse: parseOneOf('auto', 'text', 'json'),
  }),
};

export type OptionName = keyof typeof options;

export type Config = { [Name in OptionName]: ReturnType<(typeof options)[Name]['parse']> };

/** Where a value came from, as `hearthbeat config` says it. */
export type Sources = Record<OptionName, string>;

export interface LoadedConfig {
  config: Config;
  sources: Sources;
  /** Sentences about what is allowed but probably not meant. */
  warnings: string[];
}

/** The configuration cannot be used. Each problem names its option, what was given and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

interface Given {
  text: string;
  /** `PORT`, `--port` or `DATABASE_URL_FILE`, for sentences. */
  by: string;
  source: string;
}

interface LoadOptions {
  /** Values of flags by option name. */
  flags?: Partial<Record<OptionName, string>>;
  environment?: Environment;
}

function readSecretFile(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    throw new ConfigError([`${variable} names a file that cannot be read: ${messageOf(error)}.`]);
  }
}

/** The text that sets an option. An empty variable is an unset one: compose files leave those. */
function findGiven(name: OptionName, { flags = {}, environment = {} }: LoadOptions): Given | null {
  const { env, flag, isSecret }: Option<unknown> = options[name];
  const flagText = flags[name];
  if (flagText !== undefined) {
    return { text: flagText, by: `--${flag}`, source: `flag --${flag}` };
  }
  const fileVariable = `${env[0]}_FILE`;
  const path = isSecret ? environment[fileVariable] : undefined;
  const variable = env.find((candidate) => environment[candidate]);
  if (path && variable) {
    throw new ConfigError([`${variable} and ${fileVariable} are both set: remove one of them.`]);
  }
  if (path) {
    const text = readSecretFile(fileVariable, path);
    return { text, by: fileVariable, source: `file ${path} (${fileVariable})` };
  }
  if (!variable) return null;
  return { text: environment[variable] ?? '', by: variable, source: `environment ${variable}` };
}

function parseGiven<T>({ parse, isSecret }: Option<T>, { text, by }: Given): T {
  try {
    return parse(text.trim());
  } catch (error) {
    const given = isSecret ? 'has a value that cannot be used' : `is ${JSON.stringify(text)}`;
    throw new ConfigError([`${by} ${given}: it ${messageOf(error)}.`]);
  }
}

const KUBERNETES_VARIABLE = /^HEARTHBEAT_(SERVICE|PORT)_/;
/** Of the tests and benchmarks of this checkout. */
const DEVELOPMENT_VARIABLE = /^HEARTHBEAT_(TEST_|BENCH_|BINARY$)/;

/** Misspelt names, which would otherwise be silently without effect. */
function unknownVariables(environment: Environment): string[] {
  const known = new Set<string>();
  for (const { env, isSecret } of Object.values<Option<unknown>>(options)) {
    for (const variable of env) known.add(variable);
    if (isSecret) known.add(`${env[0]}_FILE`);
  }
  return Object.keys(environment).filter(
    (name) =>
      name.startsWith('HEARTHBEAT_') &&
      !DEVELOPMENT_VARIABLE.test(name) &&
      !KUBERNETES_VARIABLE.test(name) &&
      !known.has(name),
  );
}

function warningsAbout(config: Config, environment: Environment): string[] {
  const warnings = unknownVariables(environment).map(
    (name) => `${name} is not an option of this version and has no effect.`,
  );
  if (config.baseUrl?.startsWith('https:') && config.trustedProxies.length === 0) {
    warnings.push(
      'HEARTHBEAT_BASE_URL is https, so a proxy stands in front, but HEARTHBEAT_TRUSTED_PROXIES is empty: all visitors seem to come from one address, and one who mistypes a password slows down the others. Set it to the address of the proxy.',
    );
  }
  return warnings;
}

/**
 * Reads every option from flags, environment, secret files and defaults, in that order. Throws a
 * `ConfigError` that lists all problems at once.
 */
export function loadConfig(given: LoadOptions = {}): LoadedConfig {
  const load = { environment: process.env, ...given };
  const problems: string[] = [];
  const sources: Partial<Sources> = {};

  function read<T>(name: OptionName, definition: Option<T>): T | null {
    try {
      const found = findGiven(name, load);
      sources[name] = found?.source ?? 'default';
      if (found) return parseGiven(definition, found);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
    return definition.default === null ? null : definition.parse(definition.default);
  }

  const values = Object.fromEntries(
    Object.entries<Option<unknown>>(options).map(([name, definition]) => [
      name,
      read(name as OptionName, definition),
    ]),
  );
  if (values.demo === true && values.databaseUrl) {
    problems.push(
      'A demo never writes to your own Postgres: remove DATABASE_URL, or start without --demo.',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  // The table's own types: each value was made by its option's `parse`.
  const config = values as Config;
  return {
    config,
    sources: sources as Sources,
    warnings: warningsAbout(config, load.environment),
  };
}
