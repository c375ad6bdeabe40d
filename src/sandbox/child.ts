import { readFileSync } from 'node:fs';
import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { resources } from '../base/resources.ts';
import { FRAME, type Frame, parseAddressed, toAddressed } from './frames.ts';
import { compileEngine } from './instance.ts';
import type { Outside } from './outside.ts';
import { openPipe, type Pipe } from './pipe.ts';
import { JobFrame, ProfileFrame } from './report.ts';
import { openVm } from './vm.ts';

const RUNS_PER_COLLECTION = 2_000;

/** The parent closed the pipe, or is gone. */
class ParentGone extends Error {}

/**
 * The whole life of a sandbox's child: jobs in at stdin, calls and reports out at stdout, one after
 * the other, until the parent closes the pipe.
 */
export async function serveSandbox(): Promise<void> {
  const pipe = openPipe();
  try {
    await serve(pipe);
  } catch (error) {
    if (!(error instanceof ParentGone)) throw error;
  }
}

async function serve(pipe: Pipe): Promise<never> {
  const profile = parse(ProfileFrame, receive(pipe, FRAME.profile));
  const vm = await openVm(await compileEngine(readFileSync(resources.quickjs)), profile);
  pipe.send(FRAME.ready, '');
  for (;;) {
    const job = parse(JobFrame, receive(pipe, FRAME.job));
    const askForSource = () => {
      pipe.send(FRAME.wanted, '');
      return receive(pipe, FRAME.source);
    };
    pipe.send(FRAME.report, JSON.stringify(vm.run(job, askForSource, toOutside(pipe, job.run))));
    await vm.renew();
    // Left alone, the collector lets the heap grow to twice of what a child needs.
    if (job.run % RUNS_PER_COLLECTION === 0) Bun.gc(true);
  }
}

function parse<T extends TSchema>(shape: T, text: string): Static<T> {
  const value: unknown = JSON.parse(text);
  if (Value.Check(shape, value)) return value;
  throw new Error('The parent said something of another shape.');
}

function next(pipe: Pipe): Frame {
  const frame = pipe.receive();
  if (frame === null) throw new ParentGone();
  return frame;
}

/** Waits for a frame of this type; others are answers that a finished run did not wait for. */
function receive(pipe: Pipe, type: number): string {
  for (;;) {
    const frame = next(pipe);
    if (frame.type === type) return frame.text;
  }
}

function toOutside(pipe: Pipe, run: number): Outside {
  return {
    send: (call, text) => pipe.send(FRAME.call, toAddressed({ run, call, text })),
    receive() {
      for (;;) {
        const { type, text } = next(pipe);
        if (type === FRAME.abort && Number(text) === run) return null;
        if (type !== FRAME.answer) continue;
        const answer = parseAddressed(text);
        if (answer.run === run) return { call: answer.call, json: answer.text };
      }
    },
  };
}
