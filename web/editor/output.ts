/** What runs said: lines, newest last, and how the last run ended. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Problem } from './script-outline.ts';

/** Lines that are kept; a script in a loop says more than anybody reads. */
export const MOST_LINES = 1_000;

export type Status = 'idle' | 'running' | 'ok' | 'error';

export interface OutputLine {
  id: number;
  kind: 'log' | 'warn' | 'error' | 'note' | 'result' | 'done';
  text: string;
  /** Where in the script it happened. */
  problem?: Problem | undefined;
}

export interface Output {
  lines: ReadonlySignal<readonly OutputLine[]>;
  status: ReadonlySignal<Status>;
  add(kind: OutputLine['kind'], text: string, problem?: Problem): void;
  setStatus(status: Status): void;
  clear(): void;
}

export function openOutput(): Output {
  const lines = signal<readonly OutputLine[]>([]);
  const status = signal<Status>('idle');
  let nextId = 1;
  return {
    lines,
    status,
    add(kind, text, problem) {
      const line = { id: nextId++, kind, text, problem };
      lines.value = [...lines.value, line].slice(-MOST_LINES);
    },
    setStatus(next) {
      status.value = next;
    },
    clear() {
      lines.value = [];
      if (status.value !== 'running') status.value = 'idle';
    },
  };
}

/** As the documentation shows what a script logs. */
const LEVELS = { log: '', warn: '[WARN] ', error: '[ERROR] ' } as const;

export function addLog(output: Output, level: keyof typeof LEVELS, text: string): void {
  output.add(level, LEVELS[level] + text);
}
