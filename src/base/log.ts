/** Structured logs: text for people, JSON lines for machines, secrets in neither. */
import { redact, redactText } from './redact.ts';
import type { Clock } from './time.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFormat = 'auto' | 'text' | 'json';

export type LogFields = Record<string, unknown>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose every line carries these fields too. */
  with(fields: LogFields): Log;
}

/** A log that says nothing, for tests. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => silentLog,
};

interface LogOptions {
  level: LogLevel;
  /** `auto` must be resolved by who knows what the lines are written to. */
  format: Exclude<LogFormat, 'auto'>;
  /** Takes one line with its newline. */
  write(line: string): void;
  clock: Clock;
}

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Opens a log. Field values and messages are redacted (`base/redact`) before they are written. */
export function openLog({ level, format, write, clock }: LogOptions): Log {
  const toLine = format === 'json' ? toJsonLine : toTextLine;

  function withFields(common: LogFields): Log {
    const at = (lineLevel: LogLevel) => (message: string, fields?: LogFields) => {
      if (RANK[lineLevel] < RANK[level]) return;
      write(toLine(clock(), lineLevel, redactText(message), redact({ ...common, ...fields })));
    };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      with: (fields) => withFields({ ...common, ...fields }),
    };
  }
  return withFields({});
}

function toJsonLine(timeMs: number, level: LogLevel, message: string, fields: unknown): string {
  const line = { time: new Date(timeMs).toISOString(), level, message };
  return `${JSON.stringify({ ...line, ...(fields as LogFields), ...line })}\n`;
}

/** A field's value on a text line: bare when it is one word. */
function toWord(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return typeof value === 'string' && !/^[\w./:@+-]+$/.test(text) ? JSON.stringify(text) : text;
}

/** `10:15:03.120 INFO  message key=value`, an error's stack on lines of its own. */
function toTextLine(timeMs: number, level: LogLevel, message: string, fields: unknown): string {
  const time = new Date(timeMs).toISOString().slice('2026-01-01T'.length, -1);
  const { error, ...others } = fields as LogFields;
  const words = Object.entries(others).map(([name, value]) => `${name}=${toWord(value)}`);
  const head = [time, level.toUpperCase().padEnd(5), message, ...words].join(' ');
  return `${[head, ...toStackLines(error)].join('\n')}\n`;
}

function toStackLines(error: unknown): string[] {
  if (error === undefined) return [];
  if (typeof error !== 'object' || error === null) return [`  ${toWord(error)}`];
  const { name, message, stack, cause } = error as LogFields;
  const text = typeof stack === 'string' && stack !== '' ? stack : `${name}: ${message}`;
  const lines = text.split('\n').map((line) => `  ${line.trimStart()}`);
  if (!text.includes(String(message))) lines.unshift(`  ${name}: ${message}`);
  return cause === undefined ? lines : [...lines, '  caused by:', ...toStackLines(cause)];
}
