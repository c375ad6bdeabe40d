import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { HostCall } from './contract.ts';
import { ANSWER_BYTES } from './limits.ts';

const Asked = Type.Tuple([Type.String(), Type.Array(Type.Unknown())]);

/** An answer that makes the guest's call fail. */
export const refusal = (name: string, message: string): string =>
  JSON.stringify([0, name, message]);

/**
 * Asks the host what a guest wants to know. `json` is `[operation, arguments]`, the answer
 * `[1, value]` or `[0, name, message]`. Never rejects: what the host throws is the guest's to see,
 * by name and message only.
 */
export async function answerTo(host: HostCall, json: string): Promise<string> {
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
