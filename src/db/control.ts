/**
 * The block of memory that the embedded backend's thread shares with the program: where its wasm
 * memory lies, which files it holds open, how often it flushed. It outlives the thread, so that
 * what a killed thread left behind can be cleaned up.
 */

/** File numbers that can be remembered; the usual hard limit of a process is far below. */
const FILES = 65_536;

const LOCK = 0;
const FLUSHES = 1;
/** Offset of the address, a 64-bit float as `bun:ffi` has it; 0 while there is none. */
const ADDRESS_BYTE = 8;
const MEMORY_BYTE = 16;
const FILES_BYTE = 24;
const CONTROL_BYTES = FILES_BYTE + FILES;

export function allocateControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_BYTES);
}

/** The thread's side. */
export interface ThreadControl {
  /**
   * Runs `change`, which may move the wasm memory, while nobody else looks at it; `locate` then
   * says where it is and how many bytes it has.
   */
  moveMemory<T>(change: () => T, locate: () => { address: number; bytes: number }): T;
  countFlush(): void;
  addFile(descriptor: number): void;
  removeFile(descriptor: number): void;
}

export function openThreadControl(shared: SharedArrayBuffer): ThreadControl {
  const words = new Int32Array(shared, 0, 2);
  const address = new Float64Array(shared, ADDRESS_BYTE, 1);
  const memory = new Float64Array(shared, MEMORY_BYTE, 1);
  const files = new Uint8Array(shared, FILES_BYTE);
  return {
    moveMemory(change, locate) {
      while (Atomics.compareExchange(words, LOCK, 0, 1) !== 0) Atomics.wait(words, LOCK, 1);
      try {
        return change();
      } finally {
        const place = locate();
        address[0] = place.address;
        memory[0] = place.bytes;
        Atomics.store(words, LOCK, 0);
      }
    },
    countFlush: () => void Atomics.add(words, FLUSHES, 1),
    addFile: (descriptor) => void Atomics.store(files, descriptor, 1),
    removeFile: (descriptor) => void Atomics.store(files, descriptor, 0),
  };
}

/** The program's side. */
export interface ProgramControl {
  readonly shared: SharedArrayBuffer;
  /** How often the backend flushed a file to disk since the engine was opened. */
  flushes(): number;
  /** Bytes of the backend's memory; it only grows until the thread is replaced. */
  memoryBytes(): number;
  /** Calls `use` with the address, unless there is none or it is changing at this moment. */
  withAddress(use: (address: number) => void): void;
  /** Forgets the address and returns (and forgets) the files of a thread that has ended. */
  forgetThread(): number[];
}

export function openProgramControl(shared: SharedArrayBuffer = allocateControl()): ProgramControl {
  const words = new Int32Array(shared, 0, 2);
  const address = new Float64Array(shared, ADDRESS_BYTE, 1);
  const memory = new Float64Array(shared, MEMORY_BYTE, 1);
  const files = new Uint8Array(shared, FILES_BYTE);
  return {
    shared,
    flushes: () => Atomics.load(words, FLUSHES),
    memoryBytes: () => memory[0] ?? 0,
    withAddress(use) {
      if (Atomics.compareExchange(words, LOCK, 0, 1) !== 0) return;
      try {
        if (address[0]) use(address[0]);
      } finally {
        Atomics.store(words, LOCK, 0);
        Atomics.notify(words, LOCK);
      }
    },
    forgetThread() {
      address[0] = 0;
      memory[0] = 0;
      Atomics.store(words, LOCK, 0);
      const left: number[] = [];
      for (let next = files.indexOf(1); next !== -1; next = files.indexOf(1, next + 1)) {
        left.push(next);
        files[next] = 0;
      }
      return left;
    },
  };
}
