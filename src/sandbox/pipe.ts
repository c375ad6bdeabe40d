import { readSync, writeSync } from 'node:fs';
import { type Frame, LENGTH_BYTES, parseFrame, toFrame } from './frames.ts';
import { FRAME_BYTES } from './limits.ts';

const STDIN = 0;
const STDOUT = 1;
const RETRY_MS = 1;

/** The child's end of the pipes: nothing else runs while it waits. */
export interface Pipe {
  /** Waits for the next frame. Null when the parent is gone. */
  receive(): Frame | null;
  send(type: number, text: string): void;
}

export function openPipe(): Pipe {
  const sleeper = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const length = Buffer.alloc(LENGTH_BYTES);

  /** A pipe may be non-blocking, as its maker likes. */
  function again(work: () => number): number {
    for (;;) {
      try {
        return work();
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'EAGAIN') Atomics.wait(sleeper, 0, 0, RETRY_MS);
        else if (code !== 'EINTR') throw error;
      }
    }
  }

  function fill(buffer: Buffer): boolean {
    let at = 0;
    while (at < buffer.length) {
      const bytes = again(() => readSync(STDIN, buffer, at, buffer.length - at, null));
      if (bytes === 0) return false;
      at += bytes;
    }
    return true;
  }

  return {
    receive() {
      if (!fill(length)) return null;
      const bytes = length.readUInt32LE(0);
      if (bytes > FRAME_BYTES) throw new Error(`a frame of ${bytes} bytes`);
      const frame = Buffer.allocUnsafe(bytes);
      return fill(frame) ? parseFrame(frame) : null;
    },
    send(type, text) {
      const frame = toFrame(type, text);
      let at = 0;
      while (at < frame.length) at += again(() => writeSync(STDOUT, frame, at));
    },
  };
}
