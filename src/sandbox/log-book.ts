import type { LogLine } from './contract.ts';
import { LOG_CHARACTERS, LOG_LINE_CHARACTERS, LOG_LINES } from './limits.ts';

/** The log lines of one run, up to the caps; what is beyond is counted. */
export interface LogBook {
  add(level: LogLine['level'], text: string): void;
  readonly lines: LogLine[];
  dropped(): number;
}

/** `before` is what the plugin's top level said. */
export function openLogBook(before: readonly LogLine[] = []): LogBook {
  const lines: LogLine[] = [];
  let characters = 0;
  let dropped = 0;

  function add(level: LogLine['level'], text: string): void {
    const isLong = text.length > LOG_LINE_CHARACTERS;
    const kept = isLong ? `${text.slice(0, LOG_LINE_CHARACTERS - 1)}…` : text;
    if (lines.length === LOG_LINES || characters + kept.length > LOG_CHARACTERS) {
      dropped += 1;
      return;
    }
    characters += kept.length;
    lines.push({ level, text: kept });
  }

  for (const { level, text } of before) add(level, text);
  return { add, lines, dropped: () => dropped };
}
