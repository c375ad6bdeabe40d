/** What a hostile script is to the suite: its text, and how it may end. */

import type { FailureKind, Job } from '../contract.ts';

/** How a run may end: well, or with one of the sandbox's kinds of failure. */
export type Ending = 'ok' | FailureKind;

export interface Attack {
  /** Unique in the corpus. */
  what: string;
  /** Class of the corpus: a sample has some of each. */
  class: string;
  script: string;
  call: Job['call'];
  argument?: unknown;
  ends: readonly Ending[];
  /** The JSON text that the run must return when it ends well. */
  returns?: string;
  /** How many texts the run must log when it ends well, or what they must be. */
  logs?: readonly string[];
  /** Run afterwards, once under the same key and once under another: what they must return. */
  afterwards?: { script: string; returns: string };
}

const ON_HEARTBEAT = { kind: 'hook', name: 'on_heartbeat' } as const;

/** The text as it stands, backslashes included. */
export const script = String.raw;

/** A script whose `on_heartbeat` has this body. It is an async function, so `await` may be used. */
export const hook = (parts: TemplateStringsArray, ...values: unknown[]): string =>
  `async function on_heartbeat(ctx, heartbeat) {\n${String.raw(parts, ...values)}\n}`;

type Common = Pick<Attack, 'class' | 'ends'>;

/** Attacks that may all end in the same ways. */
export const listAttacks = (common: Common, scripts: Record<string, string>): Attack[] =>
  Object.entries(scripts).map(([what, text]) => ({
    ...common,
    what: `${common.class}: ${what}`,
    script: text,
    call: ON_HEARTBEAT,
  }));

/** Attacks that come to nothing: each ends well and returns exactly this value. */
export const listFutile = (
  className: string,
  scripts: Record<string, readonly [script: string, value: unknown]>,
): Attack[] =>
  Object.entries(scripts).map(([what, [text, value]]) => ({
    what: `${className}: ${what}`,
    class: className,
    ends: ['ok'],
    script: text,
    call: ON_HEARTBEAT,
    returns: JSON.stringify(value),
  }));
