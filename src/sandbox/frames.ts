/**
 * What parent and child say to each other over the child's stdin and stdout. A frame is its length
 * (u32, little endian, of what follows), one byte that says what it is, and UTF-8 text.
 */

/** The byte is the letter's code. */
export const FRAME = {
  /** Down, first: the profile. */
  profile: 112, // p
  /** Down: a job (`JobFrame`). */
  job: 106, // j
  /** Down: the text that the child asked for. */
  source: 115, // s
  /** Down: `<run>:<call>\n<json>`, json being `[1, value]` or `[0, name, message]`. */
  answer: 97, // a
  /** Down: `<run>`: its time is over; sent to a child that waits for answers. */
  abort: 120, // x
  /** Up, once: ready for jobs. */
  ready: 114, // r
  /** Up: the text of this job, please. */
  wanted: 119, // w
  /** Up: `<run>:<call>\n<json>`, json being `[operation, arguments]`. */
  call: 99, // c
  /** Up: the job's `Report`. */
  report: 101, // e
} as const;

export const LENGTH_BYTES = 4;

export interface Frame {
  type: number;
  text: string;
}

export function toFrame(type: number, text: string): Buffer {
  const bytes = 1 + Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes);
  frame.writeUInt32LE(bytes, 0);
  frame[LENGTH_BYTES] = type;
  frame.write(text, LENGTH_BYTES + 1);
  return frame;
}

/** Reads what follows the length. */
export const parseFrame = (bytes: Buffer): Frame => ({
  type: bytes[0] ?? 0,
  text: bytes.toString('utf8', 1),
});

export interface FrameReader {
  /** The frames that are complete with these bytes. Throws when one is longer than `maximum`. */
  push(bytes: Uint8Array): Frame[];
}

export function openFrameReader(maximum: number): FrameReader {
  let rest: Buffer = Buffer.alloc(0);

  return {
    push(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const frames: Frame[] = [];
      let at = 0;
      while (all.length - at >= LENGTH_BYTES) {
        const length = all.readUInt32LE(at);
        if (length > maximum) throw new Error(`a frame of ${length} bytes`);
        const end = at + LENGTH_BYTES + length;
        if (end > all.length) break;
        frames.push(parseFrame(all.subarray(at + LENGTH_BYTES, end)));
        at = end;
      }
      rest = at === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(at));
      return frames;
    },
  };
}

/** `<run>:<call>\n<text>`. */
export interface Addressed {
  run: number;
  call: number;
  text: string;
}

export const toAddressed = ({ run, call, text }: Addressed): string => `${run}:${call}\n${text}`;

export function parseAddressed(frame: string): Addressed {
  const colon = frame.indexOf(':');
  const newline = frame.indexOf('\n', colon);
  return {
    run: Number(frame.slice(0, colon)),
    call: Number(frame.slice(colon + 1, newline)),
    text: frame.slice(newline + 1),
  };
}
