import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import {
  type Engine,
  type GuestCall,
  type Image,
  type Instance,
  openInstance,
} from './instance.ts';
import { PRELUDE } from './prelude.ts';
import type { SandboxProfile } from './profile.ts';

/** Jobs of the promise queue that run before the clock is looked at. */
const JOBS_PER_SLICE = 64;

/** A fresh engine with the prelude in it, before any plugin. */
export interface Guest {
  instance: Instance;
  vm: QuickJSContext;
  /** The memory with nothing but the prelude in it. */
  blank: Image;
  /** Takes what the guest says from now on; `isLate` stops its code when it says yes. */
  listen(call: GuestCall, isLate: () => boolean): void;
  /** One step of the prelude. Throws `ThrownByGuest` when it throws. */
  enter(step: string, text: string, value?: QuickJSHandle): void;
  /** Runs the promise queue until it is empty or the guest is late. */
  drain(isLate: () => boolean): void;
}

/** An exception that the prelude let through: memory or stack ran out inside of it. */
export class ThrownByGuest extends Error {}

export async function openGuest(engine: Engine, profile: SandboxProfile): Promise<Guest> {
  const instance = await openInstance(engine, profile.memoryBytes);
  const runtime: QuickJSRuntime = instance.quickjs.newRuntime();
  runtime.setMaxStackSize(profile.stackBytes);
  const vm = runtime.newContext();
  let answer: GuestCall = () => '';
  let isStopped: () => boolean = () => false;
  runtime.setInterruptHandler(() => isStopped());

  instance.answerCalls((operation, text) => answer(operation, text));
  const host = vm.newFunction('host', () => {});
  const factory = vm.unwrapResult(vm.evalCode(PRELUDE, 'prelude.js', { type: 'global' }));
  const blocking = profile.hostCalls === 'blocking' ? vm.true : vm.false;
  const entry = vm.unwrapResult(vm.callFunction(factory, vm.undefined, host, blocking));
  host.dispose();
  factory.dispose();

  return {
    instance,
    vm,
    blank: instance.capture(),
    listen(call, isLate) {
      answer = call;
      isStopped = isLate;
    },
    enter(step, text, value = vm.undefined) {
      const words = [vm.newString(step), vm.newString(text)];
      const result = vm.callFunction(entry, vm.undefined, ...words, value);
      for (const word of words) word.dispose();
      const { error } = result;
      result.dispose();
      if (error !== undefined) throw new ThrownByGuest(step);
    },
    drain(isLate) {
      while (runtime.hasPendingJob() && !isLate()) {
        runtime.executePendingJobs(JOBS_PER_SLICE).dispose();
      }
    },
  };
}
