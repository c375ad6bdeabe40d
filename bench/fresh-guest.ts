/** The baseline of `sandbox.ts`: an engine in this process, with a new runtime for every run. */
import base from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

const MEMORY_BYTES = 16 * 1024 * 1024;
const STACK_BYTES = 512 * 1024;
const LIMIT_MS = 15_000;

/** The least that a script needs to find the documented names. */
const GLUE = `(source, payload) => {
  (0, eval)(source);
  const { ctx, argument } = JSON.parse(payload);
  const reply = (operation, ...rest) => Promise.resolve(host(operation, JSON.stringify(rest)));
  ctx.redis = { incr: async (key) => JSON.parse(await reply('redis.incr', key)) };
  globalThis.log = (...words) => host('log', words.join(' '));
  on_heartbeat(ctx, argument).then((value) => host('done', JSON.stringify(value ?? null)));
}`;

export interface FreshGuest {
  /** Makes a runtime, runs the script's `on_heartbeat` once, throws all away; returns its JSON. */
  run(source: string, payload: string): string;
}

export async function openFreshGuest(): Promise<FreshGuest> {
  const quickjs: QuickJSWASMModule = await newQuickJSWASMModuleFromVariant(base);
  let counted = 0;
  return {
    run(source, payload) {
      const runtime = quickjs.newRuntime();
      runtime.setMemoryLimit(MEMORY_BYTES);
      runtime.setMaxStackSize(STACK_BYTES);
      const deadline = performance.now() + LIMIT_MS;
      runtime.setInterruptHandler(() => performance.now() > deadline);
      const vm = runtime.newContext();
      const logs: string[] = [];
      let json = '';
      const host = vm.newFunction('host', (operation, text) => {
        const name = vm.getString(operation);
        if (name === 'log') logs.push(vm.getString(text));
        if (name === 'done') json = vm.getString(text);
        if (name === 'redis.incr') return vm.newString(String(++counted));
        return vm.undefined;
      });
      vm.setProp(vm.global, 'host', host);
      const enter = vm.unwrapResult(vm.evalCode(GLUE));
      const words = [vm.newString(source), vm.newString(payload)];
      vm.unwrapResult(vm.callFunction(enter, vm.undefined, ...words)).dispose();
      runtime.executePendingJobs().dispose();
      for (const handle of [...words, enter, host]) handle.dispose();
      vm.dispose();
      runtime.dispose();
      if (json === '') throw new Error('the baseline’s script did not finish');
      return json;
    },
  };
}
