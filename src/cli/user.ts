/** `hearthbeat user …`: accounts and keys without a browser. */
import { readFileSync } from 'node:fs';
import { toSetupLink } from '../app.ts';
import { AppError, messageOf } from '../base/errors.ts';
import { type Command, type CommandInput, EXIT, UsageError } from './command.ts';
import { execute } from './execute.ts';
import { addKey, addUser, createSetupToken, listUsers, setPassword } from './operations.ts';

const passwordFlags = { 'password-file': { type: 'string' } } as const;

/** Without the newline that editors and `echo` put at the end. */
function trimNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function readPasswordFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('invalid', `--password-file cannot be read: ${messageOf(cause)}.`, {
      cause,
    });
  }
}

/** From the file that was named (`-`: standard input), or asked for twice. */
async function readPassword({ flags, terminal }: CommandInput): Promise<string> {
  const path = flags['password-file'];
  if (path === '-') return trimNewline(await terminal.readInput());
  if (typeof path === 'string') return trimNewline(readPasswordFile(path));
  if (!terminal.isInteractive) {
    throw new UsageError(
      'There is nobody to ask for the password: give it with --password-file FILE (- for standard input).',
    );
  }
  const password = await terminal.askSecret('Password: ');
  const again = password && (await terminal.askSecret('Once more: '));
  if (!password || again === null) throw new AppError('invalid', 'No password, nothing changed.');
  if (password !== again) throw new AppError('invalid', 'The two passwords differ.');
  return password;
}

/** `user add --admin` without a name: a new link for the setup page. */
async function printSetupLink(input: CommandInput): Promise<number> {
  const { baseUrl, port } = input.loaded.config;
  if (!input.flags.admin) throw new UsageError('Which name? hearthbeat user add NAME');
  const { token } = await execute(input, createSetupToken, {});
  if (token === null) {
    throw new UsageError('Accounts exist already. Which name? hearthbeat user add NAME --admin');
  }
  input.terminal.out(toSetupLink(baseUrl ?? `http://localhost:${port}`, token));
  return EXIT.ok;
}

const add: Command = {
  name: 'user add',
  usage: '[NAME] [--admin] [--password-file FILE]',
  summary: 'Make an account. --admin without NAME prints a new setup link.',
  words: { min: 0, max: 1 },
  flags: { admin: { type: 'boolean' }, ...passwordFlags },
  async run(input) {
    const [username] = input.words;
    if (username === undefined) return printSetupLink(input);
    const password = await readPassword(input);
    const isAdmin = input.flags.admin === true;
    await execute(input, addUser, { username, password, isAdmin });
    input.terminal.out(`Added ${username}${isAdmin ? ', an administrator' : ''}.`);
    return EXIT.ok;
  },
};

const list: Command = {
  name: 'user list',
  usage: '',
  summary: 'List the accounts.',
  words: { min: 0, max: 0 },
  async run(input) {
    const users = await execute(input, listUsers, {});
    if (users.length === 0) input.terminal.err('No accounts yet.');
    const width = Math.max(...users.map(({ username }) => username.length));
    for (const { username, isAdmin, since } of users) {
      const role = isAdmin ? 'administrator' : 'user';
      input.terminal.out(`${username.padEnd(width)}  ${role.padEnd(13)}  since ${since}`);
    }
    return EXIT.ok;
  },
};

const password: Command = {
  name: 'user password',
  usage: 'NAME [--password-file FILE]',
  summary: 'Set a new password and end all sessions of the account.',
  words: { min: 1, max: 1 },
  flags: passwordFlags,
  async run(input) {
    const [username = ''] = input.words;
    await execute(input, setPassword, { username, password: await readPassword(input) });
    input.terminal.out(`New password for ${username}. All sessions have ended.`);
    return EXIT.ok;
  },
};

const key: Command = {
  name: 'user key',
  usage: 'NAME [--name LABEL]',
  summary: 'Make an API key and print it, alone.',
  words: { min: 1, max: 1 },
  flags: { name: { type: 'string' } },
  async run(input) {
    const [username = ''] = input.words;
    const { name } = input.flags;
    const made = await execute(input, addKey, {
      username,
      name: typeof name === 'string' ? name : null,
    });
    input.terminal.out(made.key);
    return EXIT.ok;
  },
};

export const userCommands: readonly Command[] = [add, list, password, key];
