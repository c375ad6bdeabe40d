import { describe, expect, test } from 'bun:test';
import type { ExplainedHeartbeat } from '../../../wire.ts';
import { explainHeartbeat, RULES, sumByRule } from './words.ts';

const heartbeat = (said: Partial<ExplainedHeartbeat>): ExplainedHeartbeat => ({
  time: 0,
  file: '',
  project: '',
  gap_seconds: null,
  claimed_seconds: null,
  counted_seconds: 0,
  rule: 'gap',
  ...said,
});
const say = (said: Partial<ExplainedHeartbeat>) => explainHeartbeat(heartbeat(said), 900);

describe('each rule is said in a sentence:', () => {
  test.each<[Partial<ExplainedHeartbeat>, string]>([
    [
      { rule: 'gap', gap_seconds: 250, counted_seconds: 250 },
      'Counted 4m 10s: the next heartbeat came within your 15 minute timeout.',
    ],
    [
      { rule: 'gap', gap_seconds: 0 },
      'Counted nothing: the next heartbeat came within the same second.',
    ],
    [
      { rule: 'gap_too_long', gap_seconds: 2_280 },
      'Dropped: 38m 0s without a heartbeat is longer than your 15 minute timeout.',
    ],
    [
      { rule: 'gap_too_long', gap_seconds: 900 },
      'Dropped: 15m 0s without a heartbeat is not within your 15 minute timeout.',
    ],
    [
      { rule: 'claim', claimed_seconds: 60, counted_seconds: 60 },
      'Counted 1m 0s: that is what the editor claimed.',
    ],
    [
      { rule: 'claim_cut', claimed_seconds: 60, counted_seconds: 12 },
      'Claimed 1m 0s, cut to 12s by the next heartbeat.',
    ],
    [{ rule: 'last' }, 'Counted nothing yet: no heartbeat has come after it.'],
    [
      { rule: 'clipped', counted_seconds: 180 },
      'Counted 3m 0s: the part on this side of midnight.',
    ],
  ])('%o', (said, sentence) => expect(say(said)).toBe(sentence));
});

test('the rules add up to everything that counted, and pauses are told', () => {
  const items = [
    heartbeat({ rule: 'gap', counted_seconds: 100 }),
    heartbeat({ rule: 'last' }),
    heartbeat({ rule: 'gap', counted_seconds: 50 }),
    heartbeat({ rule: 'gap_too_long', gap_seconds: 3_000 }),
    heartbeat({ rule: 'gap_too_long', time: 9_000.5, gap_seconds: 30_000 }),
  ];
  expect(sumByRule(items, 10_000)).toEqual([
    { rule: 'gap', heartbeats: 2, counted: 150, dropped: 0 },
    // Of the second pause, 1,000 seconds are this day's.
    { rule: 'gap_too_long', heartbeats: 2, counted: 0, dropped: 4_000 },
    { rule: 'last', heartbeats: 1, counted: 0, dropped: 0 },
  ]);
  expect(RULES).toHaveLength(6);
});
