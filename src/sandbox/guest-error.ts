import type { FailureKind, GuestError } from './contract.ts';
import {
  ERROR_MESSAGE_CHARACTERS,
  ERROR_NAME_CHARACTERS,
  ERROR_STACK_CHARACTERS,
} from './limits.ts';

/** The name under which a plugin's text is evaluated, as stacks show it. */
export const SCRIPT_NAME = 'plugin.js';

const FRAME = /plugin\.js:(\d+)(?::(\d+))?/;

/** Sentences for what is not the plugin's own error. */
export const failures = {
  outOfTime: (limitMs: number): GuestError => ({
    kind: 'timeout',
    name: 'TimeoutError',
    message: `It ran for longer than ${limitMs / 1000} s and was stopped.`,
  }),
  neverSettled: (): GuestError => ({
    kind: 'timeout',
    name: 'TimeoutError',
    message: 'The promise that it returned never settles: nothing is left that could settle it.',
  }),
  outOfMemory: (): GuestError => ({
    kind: 'memory',
    name: 'MemoryError',
    message: 'It needed more memory than a plugin may have.',
  }),
  stackOverflow: (): GuestError => ({
    kind: 'limit',
    name: 'StackOverflowError',
    message: 'Its functions called each other too deeply.',
  }),
  beyond: (message: string): GuestError => ({ kind: 'limit', name: 'LimitError', message }),
  noHandler: (kind: string, name: string): GuestError => ({
    kind: 'no_handler',
    name: 'NoHandlerError',
    message: `The plugin defines no ${kind} “${name.slice(0, ERROR_NAME_CHARACTERS)}”.`,
  }),
  busy: (message: string): GuestError => ({ kind: 'busy', name: 'BusyError', message }),
  crashed: (message: string): GuestError => ({ kind: 'crashed', name: 'SandboxError', message }),
};

/** `['name', 'message', 'stack']`, as the guest's prelude writes them. */
export type Described = readonly [name: string, message: string, stack: string];

const IMPORT = /^could not load module '(.*)'$/s;

/** What the guest threw, with the place in its own text if it is known. */
export function toGuestError([name, message, stack]: Described): GuestError {
  const own = stack
    .slice(0, ERROR_STACK_CHARACTERS)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => FRAME.test(line));
  const [line, column] = (FRAME.exec(own[0] ?? '') ?? []).slice(1).map(toPosition);
  return {
    kind: kindOf(name, message),
    name: name.slice(0, ERROR_NAME_CHARACTERS),
    message: message
      .slice(0, ERROR_MESSAGE_CHARACTERS)
      .replace(IMPORT, 'A plugin is one file: it cannot import “$1”.'),
    ...(line === undefined ? {} : { line }),
    ...(line === undefined || column === undefined ? {} : { column }),
    ...(own.length === 0 ? {} : { stack: own.join('\n') }),
  };
}

/** A plugin can write what it likes into a stack. */
function toPosition(digits: string | undefined): number | undefined {
  const position = Number(digits);
  return Number.isSafeInteger(position) && position > 0 ? position : undefined;
}

function kindOf(name: string, message: string): FailureKind {
  if (name === 'InternalError' && message === 'out of memory') return 'memory';
  if (name === 'InternalError' && message === 'stack overflow') return 'limit';
  if (name === 'LimitError') return 'limit';
  return 'error';
}
