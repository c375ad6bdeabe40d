import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { BUCKET_SECONDS, splitSpan } from './spans.ts';

test('a span on bucket boundaries has no edges', () => {
  expect(splitSpan({ start: 1_800, end: 5_400 })).toEqual({
    lowBucket: 2,
    highBucket: 6,
    edges: [],
  });
});

test('a span across one boundary without a whole bucket is one edge', () => {
  const span = { start: 1_700, end: 1_900 };
  expect(splitSpan(span).edges).toEqual([span]);
});

test('an empty span has no parts', () => {
  const { lowBucket, highBucket, edges } = splitSpan({ start: 1_234, end: 1_234 });
  expect({ buckets: highBucket - lowBucket, edges }).toEqual({ buckets: 0, edges: [] });
});

test('the parts of any span cover it once and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (start, length) => {
      const end = start + length;
      const { lowBucket, highBucket, edges } = splitSpan({ start, end });
      const whole =
        highBucket > lowBucket
          ? [{ start: lowBucket * BUCKET_SECONDS, end: highBucket * BUCKET_SECONDS }]
          : [];
      const parts = [...edges, ...whole].sort((a, b) => a.start - b.start);
      let reached = start;
      for (const part of parts) {
        expect(part.start).toBe(reached);
        reached = part.end;
      }
      expect(reached).toBe(end);
    }),
  );
});
