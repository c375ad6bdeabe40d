import base from '@jitl/quickjs-wasmfile-release-sync';
import {
  type JSContextPointer,
  type JSValueConstPointer,
  newQuickJSWASMModuleFromVariant,
  type OwnedHeapCharPointer,
  type QuickJSEmscriptenModule,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';

const PAGE_BYTES = 65_536;
const BLOCK_BYTES = 4_096;
const MIB = 1024 * 1024;

/** The wasm build's own: what it wants to start with, and the C stack between statics and heap. */
const INITIAL_PAGES = 256;
const C_STACK_BYTES = 5 * MIB;
/** Statics and C stack: what lies below the heap, rounded up. */
const BELOW_HEAP_PAGES = 82;

/** More of the C stack than a guest with a stack of 512 KB can have written. */
const DEEP_STACK_BYTES = MIB;
/** What a shallow run writes, and a zone below it that tells whether a run was deeper. */
const SHALLOW_STACK_BYTES = 64 * 1024;
const STACK_ZONE_BYTES = 16 * 1024;

/** Everything that a guest can have changed, at one moment. */
export interface Image {
  readonly statics: Uint8Array;
  readonly heap: Uint8Array;
  readonly bytes: number;
}

/** What the guest asks of its one host function. The answer is text for the guest. */
export type GuestCall = (operation: string, text: string) => string;

/** The compiled engine. */
export interface Engine {
  module: WebAssembly.Module;
  layout: Layout;
}

export interface Instance {
  quickjs: QuickJSWASMModule;
  /** Has every call of a host function answered by this one. */
  answerCalls(answer: GuestCall): void;
  /** Counts how often the guest has asked for the time. */
  clockReads(): number;
  capture(): Image;
  /** Puts every byte that anybody may have written back to what it was at the capture. */
  restore(image: Image): void;
  /** Whether the memory is larger than at the start; it never shrinks. */
  hasGrown(): boolean;
}

/** Compiles the engine from its wasm file. */
export async function compileEngine(wasm: Uint8Array<ArrayBuffer>): Promise<Engine> {
  const module = new WebAssembly.Module(wasm);
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: INITIAL_PAGES });
  const { emscripten } = await load(module, memory, { reads: 0 });
  return { module, layout: findLayout(emscripten, memory) };
}

/**
 * Starts the engine in a memory of its own, which cannot grow beyond what the guest may have: the
 * engine's own limit counts wrongly (quickjs-emscripten issues 206, 255, 271). Takes about a
 * millisecond, once the module is compiled.
 */
export async function openInstance(
  { module, layout }: Engine,
  memoryBytes: number,
): Promise<Instance> {
  const wanted = BELOW_HEAP_PAGES + Math.ceil(memoryBytes / PAGE_BYTES);
  const maximum = Math.max(INITIAL_PAGES, wanted);
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  const clock = { reads: 0 };
  const { quickjs, emscripten } = await load(module, memory, clock);
  const staticsEnd = layout.heapStart - C_STACK_BYTES + PAGE_BYTES;
  const { heapStart } = layout;
  const zone = new Uint8Array(STACK_ZONE_BYTES);

  const heapEnd = () =>
    layout.endPointer === undefined
      ? memory.buffer.byteLength
      : (new Uint32Array(memory.buffer, layout.endPointer, 1)[0] ?? memory.buffer.byteLength);

  /** Old frames cannot be read by a guest, short of a defect in the engine. */
  function wipeStack(bytes: Uint8Array): void {
    const shallow = heapStart - SHALLOW_STACK_BYTES;
    const below = bytes.subarray(shallow - STACK_ZONE_BYTES, shallow);
    const isDeep = Buffer.compare(below, zone) !== 0;
    bytes.fill(0, isDeep ? heapStart - DEEP_STACK_BYTES : shallow, heapStart);
  }

  return {
    quickjs,
    clockReads: () => clock.reads,
    answerCalls: (answer) => answerCalls(quickjs, emscripten, answer),
    capture() {
      const statics = new Uint8Array(memory.buffer.slice(0, staticsEnd));
      const heap = new Uint8Array(memory.buffer.slice(heapStart, heapEnd()));
      return { statics, heap, bytes: statics.length + heap.length };
    },
    restore({ statics, heap }) {
      const written = heapEnd();
      const bytes = new Uint8Array(memory.buffer);
      bytes.set(statics, 0);
      bytes.set(heap, heapStart);
      if (written > heapStart + heap.length) bytes.fill(0, heapStart + heap.length, written);
      wipeStack(bytes);
    },
    hasGrown: () => memory.buffer.byteLength > INITIAL_PAGES * PAGE_BYTES,
  };
}

interface Loaded {
  quickjs: QuickJSWASMModule;
  emscripten: QuickJSEmscriptenModule;
}

async function load(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  clock: { reads: number },
): Promise<Loaded> {
  let emscripten: QuickJSEmscriptenModule | undefined;
  const quickjs = await newQuickJSWASMModuleFromVariant({
    ...base,
    async importModuleLoader() {
      const imported = await base.importModuleLoader();
      const outer = typeof imported === 'function' ? imported : imported.default;
      const start = typeof outer === 'function' ? outer : outer.default;
      return async (options) => {
        const started = await start({
          ...options,
          wasmMemory: memory,
          ...SILENT,
          instantiateWasm(imports: WebAssembly.Imports, onSuccess: OnInstance) {
            const instance = new WebAssembly.Instance(module, countingClock(imports, clock));
            onSuccess(instance);
            return instance.exports;
          },
        });
        emscripten = started;
        return started;
      };
    },
  });
  if (emscripten === undefined) throw new Error('The engine did not start.');
  return { quickjs, emscripten };
}

const STRING = 'string';

/**
 * The library would make some twenty objects and a generator for every call; here it is two strings
 * in and one out. What is no string is not looked at: the engine's `typeof` and the reading of a
 * string run no code of the guest.
 */
function answerCalls(
  quickjs: QuickJSWASMModule,
  emscripten: QuickJSEmscriptenModule,
  answer: GuestCall,
): void {
  const ffi = quickjs.getFFI();

  function read(context: JSContextPointer, value: JSValueConstPointer): string {
    const type = ffi.QTS_Typeof(context, value);
    const isString = emscripten.UTF8ToString(type) === STRING;
    emscripten._free(type);
    if (!isString) return '';
    const characters = ffi.QTS_GetString(context, value);
    const text = emscripten.UTF8ToString(characters);
    ffi.QTS_FreeCString(context, characters);
    return text;
  }

  emscripten.callbacks = {
    ...emscripten.callbacks,
    callFunction(_asyncify, context, _this, _count, args) {
      const operation = read(context, ffi.QTS_ArgvGetJSValueConstPointer(args, 0));
      const given = read(context, ffi.QTS_ArgvGetJSValueConstPointer(args, 1));
      const text = answer(operation, given);
      const bytes = emscripten.lengthBytesUTF8(text) + 1;
      // Pointers are numbers to the engine; the library's types tell them apart.
      const copy = emscripten._malloc(bytes) as OwnedHeapCharPointer;
      if (copy === 0) throw new Error('No memory is left for an answer.');
      emscripten.stringToUTF8(text, copy, bytes);
      const value = ffi.QTS_NewString(context, copy);
      emscripten._free(copy);
      return value;
    },
  };
}

type OnInstance = (instance: WebAssembly.Instance) => void;

/** Whatever the engine's C code prints: stdout is the pipe to the parent. */
const SILENT = { print() {}, printErr() {} };

/**
 * The imports' names are one letter each and change with the build. The clock is the only one
 * without arguments that a running guest makes the engine call.
 */
function countingClock(
  imports: WebAssembly.Imports,
  clock: { reads: number },
): WebAssembly.Imports {
  const wrap = (value: WebAssembly.ImportValue): WebAssembly.ImportValue => {
    if (typeof value !== 'function' || value.length > 0) return value;
    return () => {
      clock.reads += 1;
      return value();
    };
  };
  return Object.fromEntries(
    Object.entries(imports).map(([space, values]) => [
      space,
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wrap(value)])),
    ]),
  );
}

interface Layout {
  heapStart: number;
  /** Where the engine keeps the end of its heap, which only ever rises; undefined when not found. */
  endPointer: number | undefined;
}

const PROBES = 3;
const PROBE_BYTES = MIB;

/**
 * The build exports neither, so it is measured: of the words below the heap that rise with every
 * large allocation beyond the allocated block, the end of the heap is the largest.
 */
function findLayout(emscripten: QuickJSEmscriptenModule, memory: WebAssembly.Memory): Layout {
  const first = emscripten._malloc(16);
  const heapStart = first - (first % BLOCK_BYTES);
  const statics = heapStart - C_STACK_BYTES + PAGE_BYTES;
  const blocks: number[] = [];
  const seen: Uint32Array[] = [];
  for (let probe = 0; probe < PROBES; probe += 1) {
    blocks.push(emscripten._malloc(PROBE_BYTES));
    seen.push(new Uint32Array(memory.buffer.slice(0, statics)));
  }
  let endPointer: number | undefined;
  let end = 0;
  const last = seen.at(-1) ?? new Uint32Array();
  for (const [index, value] of last.entries()) {
    const isEnd = seen.every((words, probe) => {
      const word = words[index] ?? 0;
      return word >= (blocks[probe] ?? 0) + PROBE_BYTES && word <= memory.buffer.byteLength;
    });
    const rises = seen.every(
      (words, probe) => probe === 0 || (words[index] ?? 0) > (seen[probe - 1]?.[index] ?? 0),
    );
    if (isEnd && rises && value > end) {
      end = value;
      endPointer = index * Uint32Array.BYTES_PER_ELEMENT;
    }
  }
  return { heapStart, endPointer };
}
