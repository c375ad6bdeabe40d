import type { Environment } from '../base/config.ts';
import { runCli } from './cli.ts';

interface Given {
  /** What is piped to standard input. */
  input?: string;
  /** What a person answers, in turn; without it nobody is there to ask. */
  answers?: (string | null)[];
}

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs one verb in this process, with streams that remember. */
export async function runVerb(
  argv: string[],
  environment: Environment,
  { input = '', answers }: Given = {},
): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' };
  ran.code = await runCli(
    argv,
    {
      out: (line) => {
        ran.out += `${line}\n`;
      },
      err: (line) => {
        ran.err += `${line}\n`;
      },
      writeLog: (text) => {
        ran.err += text;
      },
      isLogRead: false,
      isInteractive: answers !== undefined,
      readInput: async () => input,
      askSecret: async () => answers?.shift() ?? null,
    },
    environment,
  );
  return ran;
}
