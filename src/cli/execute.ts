import { openCore } from '../app.ts';
import { type Log, openLog } from '../base/log.ts';
import { systemClock } from '../base/time.ts';
import type { CommandInput } from './command.ts';
import { callControl } from './control.ts';
import type { Operation } from './operations.ts';

/** The program's log: standard error, so that standard output stays for results. */
export function openCommandLog({ loaded, terminal }: CommandInput): Log {
  const { logFormat, logLevel } = loaded.config;
  const automatic = terminal.isLogRead ? 'text' : 'json';
  return openLog({
    level: logLevel,
    format: logFormat === 'auto' ? automatic : logFormat,
    write: terminal.writeLog,
    clock: systemClock,
  });
}

/** A verb says itself what it did; of its log only what went wrong matters. */
export function openQuietLog({ loaded, terminal }: CommandInput): Log {
  const config = { ...loaded.config, logLevel: 'warn' as const };
  return openCommandLog({ words: [], flags: {}, loaded: { ...loaded, config }, terminal });
}

/** Lets the running server do it, or does it here when none runs on this data folder. */
export async function execute<Input, Output>(
  command: CommandInput,
  operation: Operation<Input, Output>,
  input: Input,
): Promise<Output> {
  const { config } = command.loaded;
  const answer = await callControl(config.dataDirectory, operation, input);
  if (answer) return answer.output;
  const core = await openCore(config, { log: openQuietLog(command) });
  try {
    return await operation.run(core, input);
  } finally {
    await core.close();
  }
}
