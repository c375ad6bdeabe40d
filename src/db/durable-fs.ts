import { ptr } from 'bun:ffi';
import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { ThreadControl } from './control.ts';

interface FileStream {
  nfd: number;
  shared: { refcount: number };
}

/** What this file uses of the Emscripten module that PGlite keeps to itself. */
interface EmscriptenModule {
  NODEFS: {
    stream_ops: {
      open(stream: FileStream): void;
      close(stream: FileStream): void;
      fsync?: (stream: FileStream) => number;
    };
  };
  wasmMemory: WebAssembly.Memory;
}

/**
 * Emscripten's NODEFS has no fsync, so without this nothing would ever be flushed to disk. Also
 * tells the program which files are open, since those of a killed thread stay open, and follows
 * the memory, which moves when it grows in an engine that had no address space left to reserve.
 */
export class DurableNodeFS extends NodeFS {
  constructor(
    directory: string,
    private readonly control: ThreadControl,
  ) {
    super(directory);
  }

  override async init(...parameters: Parameters<NodeFS['init']>) {
    const result = await super.init(...parameters);
    result.emscriptenOpts.preRun?.push((module: unknown) => {
      const postgres = module as EmscriptenModule;
      this.watchFiles(postgres.NODEFS.stream_ops);
      this.followMemory(postgres.wasmMemory);
    });
    return result;
  }

  private watchFiles(operations: EmscriptenModule['NODEFS']['stream_ops']): void {
    const { open, close } = operations;
    operations.open = (stream) => {
      open(stream);
      this.control.addFile(stream.nfd);
    };
    operations.close = (stream) => {
      if (stream.shared.refcount <= 1) this.control.removeFile(stream.nfd);
      close(stream);
    };
    operations.fsync = (stream) => {
      fsyncSync(stream.nfd);
      this.control.countFlush();
      return 0;
    };
  }

  private followMemory(memory: WebAssembly.Memory): void {
    const grow = memory.grow.bind(memory);
    const locate = () => {
      const bytes = new Uint8Array(memory.buffer);
      return { address: ptr(bytes), bytes: bytes.length };
    };
    memory.grow = (pages) => this.control.moveMemory(() => grow(pages), locate);
    this.control.moveMemory(() => {}, locate);
  }
}
