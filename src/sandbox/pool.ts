import { Value } from '@sinclair/typebox/value';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import { type Answers, openAnswers } from './answer.ts';
import type { GuestError, SandboxStatistics, Usage } from './contract.ts';
import { type Addressed, FRAME, type Frame, parseAddressed, toAddressed } from './frames.ts';
import { failures } from './guest-error.ts';
import { type ChildProcess, openChildProcess } from './process.ts';
import type { SandboxProfile } from './profile.ts';
import { openFairQueue, type Used } from './queue.ts';
import { type Report, ReportShape } from './report.ts';
import type { Task } from './task.ts';

export interface PoolTuning {
  /** After its limit a run has this long to end by itself, then its child is killed. */
  graceMs: number;
  /** A run that lasts this long makes the pool start a spare child. */
  spareAfterMs: number;
  /** Children that have had nothing to do for this long are closed, but for one. */
  idleMs: number;
  /** A child is replaced after so many runs, or so many milliseconds of them. */
  childRuns: number;
  childMs: number;
}

/** `childMs` stays below `CHILD_CPU_SECONDS`, at which the kernel kills. */
export const POOL_TUNING: PoolTuning = {
  graceMs: 1_000,
  spareAfterMs: 250,
  idleMs: 5 * 60_000,
  childRuns: 20_000,
  childMs: 5 * 60_000,
};

/** Children that may die before they are ready, in a row, until those who wait are told. */
const MAX_FAILED_STARTS = 3;

const STOPPING = 'The server is stopping.';

/** Failures that cost more than others and count against a plugin. */
const STRIKES: readonly string[] = ['timeout', 'memory', 'crashed'];

interface PoolOptions {
  log: Log;
  clock: Clock;
  profile: SandboxProfile;
  /** Runs at the same time. One more child may wait as the spare. */
  children: number;
  tuning: PoolTuning;
}

interface Worker {
  process: ChildProcess;
  isReady: boolean;
  /** Why we killed it, if we did. */
  end: 'out of time' | 'not needed' | null;
  runs: number;
  usedMs: number;
  idleSince: number;
  current: Current | null;
}

interface Current {
  task: Task;
  run: number;
  startedAt: number;
  hostCalls: number;
  answers: Answers;
  timer: ReturnType<typeof setTimeout>;
}

export interface Pool {
  add(task: Task): void;
  statistics(): SandboxStatistics;
  close(): Promise<void>;
}

/** Children, and the queue before them. No child is started before the first task. */
export function openPool({ log, clock, profile, children, tuning }: PoolOptions): Pool {
  const queue = openFairQueue<Task>(children);
  const workers = new Set<Worker>();
  const idle: Worker[] = [];
  const counts = { running: 0, finished: 0, started: 0, killed: 0, crashed: 0, refused: 0 };
  let failedStarts = 0;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const starting = () => [...workers].filter(({ isReady, end }) => !isReady && end === null).length;

  function startWorker(): void {
    counts.started += 1;
    const worker: Worker = {
      process: openChildProcess({
        profile,
        onFrame: (frame) => hear(worker, frame),
        onExit: () => bury(worker),
      }),
      isReady: false,
      end: null,
      runs: 0,
      usedMs: 0,
      idleSince: 0,
      current: null,
    };
    workers.add(worker);
  }

  function kill(worker: Worker, end: NonNullable<Worker['end']>): void {
    worker.end ??= end;
    worker.process.kill();
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
  }

  /** Gives waiting tasks to idle children, and starts children for those that are left. */
  function pump(): void {
    while (!isClosed && queue.size() > 0 && counts.running < children) {
      const worker = idle.pop();
      if (worker === undefined) {
        const coming = starting();
        if (counts.running + coming < children && coming < queue.size()) startWorker();
        return;
      }
      const task = queue.take();
      if (task === null) {
        idle.push(worker);
        return;
      }
      start(worker, task);
    }
  }

  function start(worker: Worker, task: Task): void {
    worker.runs += 1;
    counts.running += 1;
    const timer = setTimeout(() => keepSpare(worker), tuning.spareAfterMs);
    const current = {
      task,
      run: worker.runs,
      startedAt: clock(),
      hostCalls: 0,
      answers: openAnswers(task.host),
      timer,
    };
    worker.current = current;
    worker.process.send(FRAME.job, JSON.stringify({ run: worker.runs, ...task.job }));
  }

  /** The first of three times that a long run is looked at. */
  function keepSpare(worker: Worker): void {
    const { current } = worker;
    if (current === null || isClosed) return;
    worker.process.setLong(true);
    if (idle.length + starting() === 0 && workers.size <= children) startWorker();
    current.timer = setTimeout(
      () => abort(worker),
      Math.max(0, current.task.job.limitMs - tuning.spareAfterMs),
    );
  }

  /** It may be waiting for an answer: a guest that runs stops itself, or is killed soon. */
  function abort(worker: Worker): void {
    const { current } = worker;
    if (current === null) return;
    worker.process.send(FRAME.abort, String(current.run));
    current.timer = setTimeout(() => {
      counts.killed += 1;
      kill(worker, 'out of time');
    }, tuning.graceMs);
  }

  function hear(worker: Worker, { type, text }: Frame): void {
    if (worker.end !== null) return;
    if (type === FRAME.ready && !worker.isReady) {
      worker.isReady = true;
      failedStarts = 0;
      rest(worker);
      return;
    }
    const { current } = worker;
    if (current === null) return;
    try {
      hearRun(worker, current, { type, text });
    } catch (error) {
      log.error('a sandbox child said what ours never says', { error: messageOf(error) });
      worker.process.kill();
    }
  }

  function hearRun(worker: Worker, current: Current, { type, text }: Frame): void {
    if (type === FRAME.wanted) worker.process.send(FRAME.source, current.task.source);
    else if (type === FRAME.call) void call(worker, current, parseAddressed(text));
    else if (type === FRAME.report) {
      const report: unknown = JSON.parse(text);
      if (!Value.Check(ReportShape, report)) throw new Error('A report of another shape.');
      finish(worker, current, report);
    }
  }

  async function call(
    worker: Worker,
    current: Current,
    { run, call: id, text: json }: Addressed,
  ): Promise<void> {
    if (run !== current.run) return;
    current.hostCalls += 1;
    const answer = await current.answers.answer(json);
    if (worker.current !== current || worker.end !== null) return;
    worker.process.send(FRAME.answer, toAddressed({ run, call: id, text: answer }));
  }

  function finish(worker: Worker, current: Current, report: Report): void {
    const { ms, waitMs, hostCalls, ...told } = report;
    counts.finished += 1;
    const strike = !report.ok && STRIKES.includes(report.error.kind);
    release(worker, current, { ms, waitMs }, strike);
    current.task.end({ ...told, usage: { ...usageOf(current), ms, hostCalls } });
    worker.usedMs += ms;
    if (worker.runs >= tuning.childRuns || worker.usedMs >= tuning.childMs) {
      kill(worker, 'not needed');
      pump();
    } else rest(worker);
  }

  function release(worker: Worker, current: Current, used: Used, strike: boolean): void {
    clearTimeout(current.timer);
    worker.current = null;
    counts.running -= 1;
    // What a good run asked for without waiting is done all the same.
    if (strike) current.answers.close();
    queue.finish(current.task, used, strike);
  }

  function rest(worker: Worker): void {
    worker.idleSince = clock();
    worker.process.setLong(false);
    idle.push(worker);
    pump();
    if (idle.length > 1) idleTimer ??= setTimeout(closeIdle, tuning.idleMs);
  }

  function closeIdle(): void {
    idleTimer = undefined;
    // The last one in is the first one out, so that the first of the list is idle for longest.
    for (const worker of idle.slice(0, -1)) {
      if (clock() - worker.idleSince >= tuning.idleMs) kill(worker, 'not needed');
    }
    if (idle.length > 1) idleTimer = setTimeout(closeIdle, tuning.idleMs);
  }

  /** A child has ended, by us or by itself. */
  function bury(worker: Worker): void {
    const { end, current } = worker;
    kill(worker, 'not needed');
    workers.delete(worker);
    if (end === null) {
      counts.crashed += 1;
      log.warn('a sandbox child ended by itself', { plugin: current?.task.key });
      if (!worker.isReady) failStart();
    }
    if (current !== null) mourn(worker, current, end);
    pump();
  }

  /** The run that a child took with it. One that had no effect yet may be tried again, once. */
  function mourn(worker: Worker, current: Current, end: Worker['end']): void {
    const { task } = current;
    const ms = clock() - current.startedAt;
    release(worker, current, { ms, waitMs: 0 }, true);
    if (end === null && current.hostCalls === 0 && !task.isRetried && !isClosed) {
      task.isRetried = true;
      queue.putBack(task);
      return;
    }
    const error =
      end === 'out of time'
        ? failures.outOfTime(task.job.limitMs)
        : isClosed
          ? failures.busy(STOPPING)
          : failures.crashed('The process that ran it ended by itself. Run it again.');
    counts.finished += 1;
    fail(task, error, { ...usageOf(current), ms });
  }

  function fail(task: Task, error: GuestError, usage: Usage): void {
    task.end({ ok: false, error, logs: [], droppedLogs: 0, usage });
  }

  const refuse = (task: Task, error: GuestError) =>
    fail(task, error, { ms: 0, waitedMs: clock() - task.queuedAt, hostCalls: 0 });

  /** Rather than start children for ever, says to those who wait that none comes up. */
  function failStart(): void {
    failedStarts += 1;
    if (failedStarts < MAX_FAILED_STARTS) return;
    failedStarts = 0;
    log.error('sandbox children do not start; plugins cannot run');
    const error = failures.crashed('The sandbox does not start on this server.');
    for (const task of queue.clear()) refuse(task, error);
  }

  return {
    add(task) {
      const refusal = isClosed ? STOPPING : queue.add(task);
      if (refusal === null) return pump();
      counts.refused += 1;
      refuse(task, failures.busy(refusal));
    },
    statistics: () => ({ children: workers.size, queued: queue.size(), ...counts }),
    async close() {
      isClosed = true;
      clearTimeout(idleTimer);
      for (const task of queue.clear()) refuse(task, failures.busy(STOPPING));
      const ending = [...workers];
      for (const worker of ending) kill(worker, 'not needed');
      await Promise.all(ending.map(({ process }) => process.closed));
    },
  };
}

const usageOf = ({ startedAt, hostCalls, task: { queuedAt } }: Current): Usage => ({
  ms: 0,
  waitedMs: startedAt - queuedAt,
  hostCalls,
});
