import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { HostCall } from './contract.ts';
import { ALL_ANSWERS_BYTES, ANSWER_BYTES, HOST_CALLS_AT_ONCE } from './limits.ts';

const Asked = Type.Tuple([Type.String(), Type.Array(Type.Unknown())]);

/** An answer that makes the guest's call fail. */
const refusal = (name: string, message: string): string => JSON.stringify([0, name, message]);

/**
 * Asks the host what a guest wants to know. `json` is `[operation, arguments]`, the answer
 * `[1, value]` or `[0, name, message]`. Never rejects: what the host throws is the guest's to see,
 * by name and message only.
 */
async function answerTo(host: HostCall, json: string): Promise<string> {
  try {
    const asked: unknown = JSON.parse(json);
    if (!Value.Check(Asked, asked)) return refusal('TypeError', 'This is no call of the host.');
    const answer = JSON.stringify([1, (await host(...asked)) ?? null]);
    if (Buffer.byteLength(answer) <= ANSWER_BYTES) return answer;
    return refusal('LimitError', `The answer has more than ${ANSWER_BYTES} bytes. Ask for less.`);
  } catch (error) {
    if (error instanceof Error) return refusal(error.name, error.message);
    return refusal('Error', String(error));
  }
}

/** The answers to one run. */
export interface Answers {
  /** As text for the guest. Never rejects. */
  answer(json: string): Promise<string>;
  /** The run was stopped: what has not been asked is not asked any more. */
  close(): void;
}

/**
 * Asks for a few things at a time: a guest can start all its calls at once, and their answers must
 * not all be in this process's memory before the first of them is counted.
 */
export function openAnswers(host: HostCall): Answers {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let answeredBytes = 0;
  let isClosed = false;

  async function ask(json: string): Promise<string> {
    if (isClosed) return refusal('Error', 'The run is over.');
    if (answeredBytes > ALL_ANSWERS_BYTES) {
      return refusal('LimitError', `A run is told at most ${ALL_ANSWERS_BYTES} bytes by the host.`);
    }
    const answer = await answerTo(host, json);
    answeredBytes += Buffer.byteLength(answer);
    return answer;
  }

  return {
    async answer(json) {
      if (underWay < HOST_CALLS_AT_ONCE) underWay += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const answer = await ask(json);
      // A call that waits takes over this one's place.
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
      return answer;
    },
    close() {
      isClosed = true;
    },
  };
}
