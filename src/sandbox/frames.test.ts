import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Frame, openFrameReader, parseAddressed, toAddressed, toFrame } from './frames.ts';
import { FRAME_BYTES } from './limits.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 50 });

test('frames come out of a pipe as they went in, wherever it cuts them', () => {
  const frames = fc.array(fc.record({ type: fc.integer({ min: 1, max: 255 }), text }));
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 20 }), (given, size) => {
      const bytes = Buffer.concat(given.map((frame) => toFrame(frame.type, frame.text)));
      const reader = openFrameReader(FRAME_BYTES);
      const read: Frame[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        read.push(...reader.push(bytes.subarray(at, at + size)));
      }
      expect(read).toEqual(given);
    }),
  );
});

test('a frame that is too long is refused as soon as its length is there', () => {
  const reader = openFrameReader(FRAME_BYTES);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(FRAME_BYTES);
  expect(reader.push(length)).toEqual([]);
  length.writeUInt32LE(FRAME_BYTES + 1);
  expect(() => openFrameReader(FRAME_BYTES).push(length)).toThrow('a frame of');
});

test('an address comes back with its text', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), text, (run, call, content) => {
      const addressed = { run, call, text: `${content}\n:` };
      expect(parseAddressed(toAddressed(addressed))).toEqual(addressed);
    }),
  );
});
