/** This process and its children, as the system sees them. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

const KIB = 1024;

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
};

/** Children of this process that are alive; zombies are not. */
export function listChildren(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      // The name in parentheses may hold anything: count from its end.
      const stat = read(`/proc/${name}/stat`);
      const [status, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(parent) === process.pid && status !== 'Z';
    })
    .map(Number);
}

/** Resident bytes; 0 when the process is gone. */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes ?? 0) * KIB;
}
