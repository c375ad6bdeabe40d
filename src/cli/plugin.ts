/** `hearthbeat plugin run`: a script in the real sandbox, for whoever writes it. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { tryPluginAlone } from '../app.ts';
import { AppError, messageOf } from '../base/errors.ts';
import { type Command, type CommandInput, EXIT, UsageError } from './command.ts';
import { execute, openQuietLog } from './execute.ts';
import { type Tried, toTried, tryPlugin } from './operations.ts';

const HOOKS = ['on_heartbeat', 'on_tick', 'on_install'];
const PREFIX = { log: '', warn: '[WARN] ', error: '[ERROR] ' };
/** As the store spells names; a file called so sees the keys of that plugin. */
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const textFlag = ({ flags }: CommandInput, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
};

function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('invalid', `${path} cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

function parseCall(input: CommandInput) {
  const hook = textFlag(input, 'hook');
  const endpoint = textFlag(input, 'endpoint');
  if ((hook === undefined) === (endpoint === undefined)) {
    throw new UsageError(`What shall it run? --hook ${HOOKS.join('|')}, or --endpoint NAME.`);
  }
  if (endpoint !== undefined) return { kind: 'endpoint' as const, name: endpoint };
  if (hook !== undefined && HOOKS.includes(hook)) return { kind: 'hook' as const, name: hook };
  throw new UsageError(`There is no hook ${hook}: it is one of ${HOOKS.join(', ')}.`);
}

function parseBody(input: CommandInput): unknown {
  const text = textFlag(input, 'body');
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--body is not JSON: ${messageOf(error)}`);
  }
}

/** A bundled plugin is `plugins/<name>/plugin.js`. */
function nameOf(path: string): string | undefined {
  const own = basename(path, extname(path));
  const name = own === 'plugin' ? basename(path.slice(0, -basename(path).length)) : own;
  return KEBAB_CASE.test(name) ? name : undefined;
}

/** Logs and result for whoever reads, the error with its place on standard error. */
function print({ terminal }: CommandInput, path: string, tried: Tried): number {
  for (const { level, text } of tried.logs) terminal.out(PREFIX[level] + text);
  if (!tried.error) {
    if (tried.json !== null && tried.json !== 'null') terminal.out(tried.json);
    terminal.err(`ok · ${tried.milliseconds} ms`);
    return EXIT.ok;
  }
  const { name, message, line, column, stack } = tried.error;
  const place = line === undefined ? path : `${path}:${line}:${column ?? 1}`;
  terminal.err(`${place}: ${name === '' ? '' : `${name}: `}${message}`);
  if (stack?.includes('\n')) terminal.err(stack);
  terminal.err(`failed · ${tried.milliseconds} ms`);
  return EXIT.failure;
}

const run: Command = {
  name: 'plugin run',
  usage: 'FILE (--hook NAME | --endpoint NAME) [--body JSON] [--user NAME]',
  summary: 'Try a plugin in the sandbox. With --user on their data; nothing is changed.',
  words: { min: 1, max: 1 },
  flags: {
    hook: { type: 'string' },
    endpoint: { type: 'string' },
    body: { type: 'string' },
    user: { type: 'string' },
  },
  async run(input) {
    const [path = ''] = input.words;
    const call = parseCall(input);
    const trial = {
      source: readScript(path),
      call,
      body: parseBody(input),
      pluginName: nameOf(path),
    };
    const username = textFlag(input, 'user');
    if (username === undefined) {
      input.terminal.err('No --user: it runs without a database, and its keys are empty.');
      const tried = toTried(await tryPluginAlone(openQuietLog(input), trial));
      return print(input, path, tried);
    }
    return print(input, path, await execute(input, tryPlugin, { username, trial }));
  },
};

export const pluginCommands: readonly Command[] = [run];
