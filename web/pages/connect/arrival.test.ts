import { expect, test } from 'bun:test';
import type { LatestHeartbeat } from '../../wire.ts';
import { nextArrival, UNKNOWN } from './arrival.ts';

const heartbeat = (second: number): LatestHeartbeat => ({
  time: `2026-03-09T12:00:0${second}Z`,
  project: 'house',
  language: null,
  editor: null,
  machine: null,
});
const after = (...answers: (LatestHeartbeat | null)[]) => answers.reduce(nextArrival, UNKNOWN);

test('what was there before the page opened is no arrival', () => {
  expect(after(heartbeat(1)).state).toBe('waiting');
  expect(after(heartbeat(1), heartbeat(1)).state).toBe('waiting');
});

test('the first heartbeat ever is called the first', () => {
  expect(after(null, heartbeat(1))).toMatchObject({ state: 'received', isFirst: true });
});

test('hearing of the same first heartbeat again changes nothing', () => {
  expect(after(null, heartbeat(1), heartbeat(1)).isFirst).toBe(true);
});

test('later ones are received, but not first', () => {
  expect(after(null, heartbeat(1), heartbeat(2))).toMatchObject({
    state: 'received',
    isFirst: false,
  });
  expect(after(heartbeat(1), heartbeat(2))).toMatchObject({ state: 'received', isFirst: false });
});
