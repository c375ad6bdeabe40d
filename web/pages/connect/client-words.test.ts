import { expect, test } from 'bun:test';
import { describeClient, describeRejected, describeSkew } from './client-words.ts';

test('a clock is only mentioned when something is wrong with it', () => {
  expect(describeSkew(null)).toBeNull();
  expect(describeSkew(-5)).toBeNull();
  expect(describeSkew(180)).toBeNull();
  expect(describeSkew(-90)).toBe('clock 1m ahead');
  expect(describeSkew(7_200)).toBe('clock 2h 0m behind, or it sends late');
});

test('what is not known is left out', () => {
  const client = { editor: 'Zed', plugin: '', machine: 'desk', os: 'Linux' };
  expect(
    describeClient({ ...client, last_seen: '', heartbeats: 1, clock_skew_seconds: null }),
  ).toBe('desk · Linux');
});

test('refusals say who and how often', () => {
  const rejected = { time: '', reason: 'no', field: 'time', client: '', count: 2 };
  expect(describeRejected(rejected)).toBe('an unnamed client · 2 times');
});
