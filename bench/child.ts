/** Parts that run in a process of their own, so that they share no thread with what is measured. */
import { join } from 'node:path';

/** Runs `script` of this folder with `input`; returns what it printed. Both travel as JSON. */
export async function runChild(script: string, input: unknown): Promise<unknown> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, script)], {
    stdin: new Blob([JSON.stringify(input)]),
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const output = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`${script} failed`);
  return JSON.parse(output);
}

export async function readInput(): Promise<unknown> {
  return JSON.parse(await Bun.stdin.text());
}

export function printOutput(output: unknown): void {
  process.stdout.write(JSON.stringify(output));
}
