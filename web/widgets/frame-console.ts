/** A widget's console: to the browser's own, and as text to the page. */
import { MOST_TEXT_CHARACTERS } from './messages.ts';

type Level = 'log' | 'warn' | 'error';

/** As a console shows it; also what cannot be turned into JSON has a text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, MOST_TEXT_CHARACTERS);
  if (value instanceof Error) return String(value).slice(0, MOST_TEXT_CHARACTERS);
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, MOST_TEXT_CHARACTERS);
  } catch {
    return Object.prototype.toString.call(value); // a cycle, or a getter that throws
  }
}

/** Copies what `console` is told to `send`. Returns the originals, which copy nothing. */
export function openConsole(console: Console, send: (level: Level, text: string) => void) {
  const originals = { log: console.log, warn: console.warn, error: console.error };
  const copy =
    (level: Level, original: typeof console.log) =>
    (...values: unknown[]) => {
      original.apply(console, values);
      send(level, values.map(textOf).join(' ').slice(0, MOST_TEXT_CHARACTERS));
    };
  console.log = copy('log', originals.log);
  console.info = copy('log', originals.log);
  console.debug = copy('log', originals.log);
  console.warn = copy('warn', originals.warn);
  console.error = copy('error', originals.error);
  return { error: (value: unknown) => originals.error.call(console, value) };
}
