import { type Attempt, openAttempt } from './attempt.ts';
import type { GuestError, LogLine } from './contract.ts';
import { type Guest, openGuest, ThrownByGuest } from './guest.ts';
import { failures, SCRIPT_NAME } from './guest-error.ts';
import type { Engine } from './instance.ts';
import type { Outside } from './outside.ts';
import type { SandboxProfile } from './profile.ts';
import type { JobFrame, Report } from './report.ts';
import { openScripts, type Script, type Scripts } from './scripts.ts';

/** The engine in the child: one run at a time. */
export interface Vm {
  /** Does one job. `source` is asked for when this text is not known. Failures are data. */
  run(job: JobFrame, source: () => string, outside: Outside): Report;
  /** Starts the engine anew when the last run has left it broken or swollen. */
  renew(): Promise<void>;
}

const LOOKS_LIKE_MODULE = /^\s*(import|export)\b/m;

export async function openVm(engine: Engine, profile: SandboxProfile): Promise<Vm> {
  let runner = openRunner(await openGuest(engine, profile), profile);

  return {
    run(job, source, outside) {
      const started = performance.now();
      const watched = watchWaiting(outside);
      const attempt = runner.run(job, source, watched);
      const ms = performance.now() - started;
      const ending = attempt.ending() ?? { ok: false, error: failures.neverSettled() };
      return { ...ending, ...attempt.report(), ms, waitMs: watched.waitMs() };
    },
    async renew() {
      if (runner.isSpent()) runner = openRunner(await openGuest(engine, profile), profile);
    },
  };
}

/** Adds up the time in which a run does nothing but wait for its host. */
function watchWaiting(outside: Outside): Outside & { waitMs(): number } {
  let waitMs = 0;
  return {
    send: (call, json) => outside.send(call, json),
    receive() {
      const started = performance.now();
      const answer = outside.receive();
      waitMs += performance.now() - started;
      return answer;
    },
    waitMs: () => waitMs,
  };
}

interface Runner {
  run(job: JobFrame, source: () => string, outside: Outside): Attempt;
  isSpent(): boolean;
}

interface Live {
  outside: Outside;
  logs: readonly LogLine[];
}

/** What one guest can do before it has to be replaced. */
function openRunner(guest: Guest, profile: SandboxProfile): Runner {
  const { instance, vm } = guest;
  const scripts: Scripts = openScripts();
  let isBroken = false;

  function begin(job: JobFrame, deadline: number, live?: Live): Attempt {
    const attempt = openAttempt({
      deadline,
      limitMs: job.limitMs,
      isBlocking: profile.hostCalls === 'blocking',
      outside: live?.outside,
      logsBefore: live?.logs ?? [],
      what: { name: '', ...job.call },
    });
    guest.listen(attempt.hear, attempt.isLate);
    return attempt;
  }

  /** Does it, and turns whatever leaves the engine into the attempt's end. */
  function within(attempt: Attempt, work: () => void): void {
    try {
      work();
    } catch (error) {
      // An exception out of the middle of the engine leaves it in an unknown state.
      isBroken = true;
      attempt.end({ ok: false, error: toFault(error) });
    }
    if (attempt.isMute() && instance.hasGrown()) attempt.amend(failures.outOfMemory());
  }

  function toFault(error: unknown): GuestError {
    if (instance.hasGrown()) return failures.outOfMemory();
    if (error instanceof RangeError) return failures.stackOverflow();
    const place = error instanceof ThrownByGuest ? 'its prelude' : 'the engine';
    return failures.crashed(`The sandbox failed in ${place} and was replaced.`);
  }

  function evaluate(attempt: Attempt, source: string, isModule: boolean): void {
    const type = isModule ? 'module' : 'global';
    const result = vm.evalCode(source, SCRIPT_NAME, { type });
    if (result.error !== undefined) guest.enter('failed', '', result.error);
    else if (isModule) guest.enter('module', '', result.value);
    result.dispose();
    guest.drain(attempt.isLate);
  }

  /** Why the text is no script, or no module; null when it is one. */
  function findSyntaxError(
    job: JobFrame,
    deadline: number,
    source: string,
    type: 'global' | 'module',
  ): GuestError | null {
    instance.restore(guest.blank);
    const attempt = begin(job, deadline);
    within(attempt, () => {
      const { error } = vm.evalCode(source, SCRIPT_NAME, { type, compileOnly: true });
      if (error !== undefined) guest.enter('failed', '', error);
    });
    const ending = attempt.ending();
    if (ending === null || ending.ok) return null;
    return ending.error.kind === 'error' ? { ...ending.error, kind: 'syntax' } : ending.error;
  }

  /** Evaluates the top level without a host, and keeps what that leaves behind if it may. */
  function load(job: JobFrame, deadline: number, source: string, isModule: boolean): Script {
    instance.restore(guest.blank);
    const attempt = begin(job, deadline);
    const clockReads = instance.clockReads();
    within(attempt, () => {
      guest.enter('prepare', toPayload(job, false));
      evaluate(attempt, source, isModule);
      if (attempt.ending() !== null) return;
      guest.enter('inspect', '');
      guest.drain(attempt.isLate);
    });
    const inspection = attempt.ending() ?? { ok: false, error: failures.neverSettled() };
    const varies = attempt.varies() || instance.clockReads() > clockReads;
    const isKept = inspection.ok && !varies && !isBroken && !instance.hasGrown();
    const image = isKept ? instance.capture() : null;
    return { source, isModule, varies, image, logs: attempt.report().logs, inspection };
  }

  /** A text that is no script may be a module; if it is neither, the error says why. */
  function learn(job: JobFrame, deadline: number, source: string): Script {
    const script = load(job, deadline, source, false);
    const { inspection } = script;
    if (inspection.ok || inspection.error.name !== 'SyntaxError' || isBroken) return script;
    const error = findSyntaxError(job, deadline, source, 'global');
    if (error === null) return script;
    const moduleError = findSyntaxError(job, deadline, source, 'module');
    if (moduleError === null) return load(job, deadline, source, true);
    const shown = LOOKS_LIKE_MODULE.test(source) ? moduleError : error;
    return { ...script, varies: false, inspection: { ok: false, error: shown } };
  }

  function getScript(job: JobFrame, deadline: number, source: () => string): Script {
    const known = scripts.find(job.hash);
    if (known !== null) return known;
    const script = learn(job, deadline, source());
    const { inspection } = script;
    // How long it took says nothing about the text.
    if (inspection.ok || inspection.error.kind !== 'timeout') scripts.save(job.hash, script);
    return script;
  }

  function settleUntilEnd(attempt: Attempt, outside: Outside): void {
    while (attempt.ending() === null && attempt.waiting.size > 0) {
      const answer = outside.receive();
      if (answer === null) {
        attempt.stop();
        return;
      }
      if (!attempt.waiting.delete(answer.call)) continue;
      const id = vm.newNumber(answer.call);
      guest.enter('settle', answer.json, id);
      id.dispose();
      guest.drain(attempt.isLate);
    }
  }

  return {
    run(job, source, outside) {
      const deadline = performance.now() + job.limitMs;
      const script = getScript(job, deadline, source);
      const { image, inspection } = script;
      if (job.call.kind === 'inspect' || isBroken || (!inspection.ok && !script.varies)) {
        const attempt = begin(job, deadline, { outside, logs: script.logs });
        attempt.end(inspection);
        return attempt;
      }
      instance.restore(image ?? guest.blank);
      const logs = image === null ? [] : script.logs;
      const attempt = begin(job, deadline, { outside, logs });
      within(attempt, () => {
        const payload = toPayload(job, true);
        if (image === null) {
          guest.enter('prepare', payload);
          evaluate(attempt, script.source, script.isModule);
        }
        if (attempt.ending() !== null) return;
        guest.enter('call', payload);
        guest.drain(attempt.isLate);
        settleUntilEnd(attempt, outside);
      });
      return attempt;
    },
    isSpent: () => isBroken || instance.hasGrown(),
  };
}

/** What the prelude's `prepare` and `call` read. */
function toPayload({ call, input }: JobFrame, isLive: boolean): string {
  const [seed0 = 0, seed1 = 0] = crypto.getRandomValues(new Int32Array(2));
  const name = JSON.stringify(call.kind === 'inspect' ? '' : call.name);
  return `{"kind":"${call.kind}","name":${name},"isLive":${isLive},"seeds":[${seed0 | 1},${seed1}],"input":${input}}`;
}
