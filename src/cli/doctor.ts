/** `hearthbeat doctor`: what is right, what could be better, and what to do about it. */
import { type Command, EXIT } from './command.ts';
import { execute } from './execute.ts';
import { diagnose } from './operations.ts';

const MARKS = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' };

export const doctorCommand: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Check data folder, database and what plugins need; say what to do.',
  words: { min: 0, max: 0 },
  async run(input) {
    const findings = await execute(input, diagnose, {});
    for (const { name, state, sentence } of findings) {
      input.terminal.out(`${MARKS[state]}${name}: ${sentence}`);
    }
    return findings.some(({ state }) => state === 'problem') ? EXIT.failure : EXIT.ok;
  },
};
