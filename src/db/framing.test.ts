import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { MessageStream } from './framing.ts';

const STARTUP = new Uint8Array([0, 0, 0, 8, 0, 3, 0, 0]);

function message(type: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(5 + body.length);
  bytes[0] = type;
  new DataView(bytes.buffer).setInt32(1, 4 + body.length);
  bytes.set(body, 5);
  return bytes;
}

const collect = (stream: MessageStream, bytes: Uint8Array<ArrayBuffer>) => [...stream.push(bytes)];

test('the startup message comes alone, whatever follows it', () => {
  const stream = new MessageStream();
  const query = message(0x51, new Uint8Array([65, 0]));
  const all = new Uint8Array(Buffer.concat([STARTUP, query]));
  expect(collect(stream, all)).toEqual([STARTUP, query]);
});

test('an incomplete message waits for its rest', () => {
  const stream = new MessageStream();
  expect(collect(stream, STARTUP.slice(0, 3))).toEqual([]);
  expect(collect(stream, STARTUP.slice(3))).toEqual([STARTUP]);
  const query = message(0x51, new Uint8Array(10));
  expect(collect(stream, query.slice(0, 4))).toEqual([]);
  expect(collect(stream, query.slice(4, 14))).toEqual([]);
  expect(collect(stream, query.slice(14))).toEqual([query]);
});

test('however the bytes are cut, whole messages come out in order and nothing is lost', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 8 });
  const cuts = fc.array(fc.nat(120));
  fc.assert(
    fc.property(messages, cuts, (bodies, places) => {
      const sent = Buffer.concat([STARTUP, ...bodies.map((body) => message(0x50, body))]);
      const borders = [0, ...places.filter((place) => place < sent.length), sent.length];
      borders.sort((a, b) => a - b);
      const stream = new MessageStream();
      const received = borders.slice(1).flatMap((end, index) => {
        const piece = new Uint8Array(sent.subarray(borders[index], end));
        return collect(stream, piece);
      });
      expect(Buffer.concat(received)).toEqual(sent);
    }),
  );
});
