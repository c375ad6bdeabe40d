/** The three standard streams, as the commands see them. */
import { writeSync } from 'node:fs';

const STDOUT = 1;
const STDERR = 2;

export interface Terminal {
  /** A line for whoever called, person or script. */
  out(line: string): void;
  /** A line about what went wrong or goes on. */
  err(line: string): void;
  /** Text as it is to standard error. */
  writeLog(text: string): void;
  /** Whether a person reads standard error. */
  isLogRead: boolean;
  /** Whether a person can be asked. */
  isInteractive: boolean;
  /** Everything on standard input. */
  readInput(): Promise<string>;
  /** Asks without showing the answer; null when the person gave up. */
  askSecret(question: string): Promise<string | null>;
}

/** Writes at once, so that nothing is lost at exit. A reader that is gone or stuck loses lines. */
function write(descriptor: number, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EAGAIN' && code !== 'EPIPE') throw error;
  }
}

const ENTER = new Set(['\r', '\n']);
const ERASE = new Set(['\u007f', '\b']);
const GIVE_UP = new Set(['\u0003', '\u0004']);

function askSecret(question: string): Promise<string | null> {
  const { stdin } = process;
  write(STDERR, question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve) => {
    let answer = '';
    function end(result: string | null) {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      write(STDERR, '\n');
      resolve(result);
    }
    function onData(chunk: string) {
      for (const character of chunk) {
        if (GIVE_UP.has(character)) return end(null);
        if (ENTER.has(character)) return end(answer);
        answer = ERASE.has(character) ? [...answer].slice(0, -1).join('') : answer + character;
      }
    }
    stdin.on('data', onData);
  });
}

/** The process's own streams. */
export function openTerminal(): Terminal {
  return {
    out: (line) => write(STDOUT, `${line}\n`),
    err: (line) => write(STDERR, `${line}\n`),
    writeLog: (text) => write(STDERR, text),
    isLogRead: process.stderr.isTTY === true,
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    readInput: () => Bun.stdin.text(),
    askSecret,
  };
}
