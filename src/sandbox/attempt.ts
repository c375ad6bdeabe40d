import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { GuestError, LogLine } from './contract.ts';
import { type Described, failures, toGuestError } from './guest-error.ts';
import { ALL_ARGUMENTS_BYTES, ARGUMENT_BYTES, HOST_CALLS, RESULT_BYTES } from './limits.ts';
import { openLogBook } from './log-book.ts';
import type { Outside } from './outside.ts';

/** How an evaluation in the guest ended. */
export type Ending = { ok: true; json: string } | { ok: false; error: GuestError };

/** One evaluation in the guest: what it said and asked so far. */
export interface Attempt {
  /** Answers the guest's one host function. */
  hear(operation: string, text: string): string;
  isLate(): boolean;
  /** Its time is over: the parent says so. */
  stop(): void;
  /** Ends it, unless it has ended. */
  end(ending: Ending): void;
  /** Gives another reason why it failed. */
  amend(error: GuestError): void;
  ending(): Ending | null;
  /** What it threw says nothing, as when no memory is left for an error. */
  isMute(): boolean;
  /** Whether the next evaluation of the same text may go differently. */
  varies(): boolean;
  /** Host calls whose answers have not come. */
  waiting: Set<number>;
  report(): { logs: LogLine[]; droppedLogs: number; hostCalls: number };
}

interface AttemptOptions {
  /** As `performance.now()`. */
  deadline: number;
  limitMs: number;
  /** Absent while the script is only loaded. */
  outside?: Outside | undefined;
  isBlocking: boolean;
  logsBefore?: readonly LogLine[];
  what: { kind: string; name: string };
}

const DescribedShape = Type.Tuple([Type.String(), Type.String(), Type.String()]);

/** As the prelude describes what it cannot describe. */
const MUTE = ['["Error","null",""]', '["InternalError","[cannot be shown]"'];

function parseDescribed(text: string): Described {
  const described: unknown = JSON.parse(text);
  if (Value.Check(DescribedShape, described)) return described;
  throw new Error('The prelude described an error in another shape.');
}

const refuse = (message: string) => JSON.stringify([0, 'LimitError', message]);

export function openAttempt(options: AttemptOptions): Attempt {
  const { deadline, limitMs, outside, isBlocking, what } = options;
  const book = openLogBook(options.logsBefore);
  const waiting = new Set<number>();
  let ending: Ending | null = null;
  let isInterrupted = false;
  let varies = false;
  let isMute = false;
  let hostCalls = 0;
  let argumentBytes = 0;

  function end(given: Ending): void {
    ending ??= given;
  }

  function isLate(): boolean {
    isInterrupted ||= performance.now() > deadline;
    return isInterrupted;
  }

  function stop(): void {
    isInterrupted = true;
  }

  /** Text for the prelude: the number of a call that is under way, or its answer. */
  function call(text: string): string {
    if (outside === undefined) return refuse('The host answers no calls while a script is loaded.');
    if (Buffer.byteLength(text) > ARGUMENT_BYTES) {
      return refuse(`A host call may carry at most ${ARGUMENT_BYTES} bytes.`);
    }
    argumentBytes += Buffer.byteLength(text);
    if (argumentBytes > ALL_ARGUMENTS_BYTES) {
      return refuse(`A run's host calls may carry at most ${ALL_ARGUMENTS_BYTES} bytes together.`);
    }
    if (hostCalls === HOST_CALLS) return refuse(`A run may make at most ${HOST_CALLS} host calls.`);
    hostCalls += 1;
    const id = hostCalls;
    outside.send(id, text);
    if (!isBlocking) {
      waiting.add(id);
      return String(id);
    }
    for (;;) {
      const answer = outside.receive();
      if (answer === null) {
        stop();
        return refuse('The time is over.');
      }
      if (answer.call === id) return answer.json;
    }
  }

  function hear(operation: string, text: string): string {
    switch (operation) {
      case 'call':
        return call(text);
      case 'log':
      case 'warn':
      case 'error':
        book.add(operation, String(JSON.parse(text)));
        return '';
      case 'varies':
        varies = true;
        return '';
      case 'done':
        if (Buffer.byteLength(text) <= RESULT_BYTES) end({ ok: true, json: text });
        else {
          const error = failures.beyond(`A result may have at most ${RESULT_BYTES} bytes as JSON.`);
          end({ ok: false, error });
        }
        return '';
      case 'failed':
        isMute = MUTE.some((start) => text.startsWith(start));
        end({ ok: false, error: toGuestError(parseDescribed(text)) });
        return '';
      case 'absent':
        end({ ok: false, error: failures.noHandler(what.kind, what.name) });
        return '';
      default:
        return '';
    }
  }

  return {
    hear,
    isLate,
    stop,
    end,
    amend(error) {
      ending = { ok: false, error };
    },
    waiting,
    varies: () => varies,
    isMute: () => isMute,
    ending: () => (isInterrupted ? { ok: false, error: failures.outOfTime(limitMs) } : ending),
    report: () => ({ logs: book.lines, droppedLogs: book.dropped(), hostCalls }),
  };
}
