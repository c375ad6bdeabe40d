import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  MAX_QUEUED,
  MAX_QUEUED_PER_KEY,
  openFairQueue,
  type Queued,
  REMEMBERED_KEYS,
  SLOW_MS,
} from './queue.ts';

/** A run that did nothing but work. */
const took = (ms: number) => ({ ms, waitMs: 0 });

const QUICK_MS = 1;
const item = (key: string, mayOverlap = false): Queued => ({ key, mayOverlap });

/** Makes the queue know this plugin as quick. */
function prove(queue: ReturnType<typeof openFairQueue>, key: string): void {
  const first = item(key);
  queue.add(first);
  expect(queue.take()).toBe(first);
  queue.finish(first, took(QUICK_MS), false);
}

test('runs of one plugin never overlap, unless they may', () => {
  const queue = openFairQueue(4);
  const [first, second] = [item('a'), item('a')];
  queue.add(first);
  queue.add(second);
  expect(queue.take()).toBe(first);
  expect(queue.take()).toBeNull();
  queue.finish(first, took(QUICK_MS), false);
  expect(queue.take()).toBe(second);
  const free = [item('b', true), item('b', true)];
  for (const each of free) queue.add(each);
  expect(queue.take()).toBe(free[0] ?? null);
  expect(queue.take()).toBe(free[1] ?? null);
});

test('the plugin that has used the least time is next', () => {
  const queue = openFairQueue(1);
  for (const key of ['greedy', 'modest']) prove(queue, key);
  const taken: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    queue.add(item('greedy'));
    queue.add(item('modest'));
  }
  for (let index = 0; index < 44; index += 1) {
    const next = queue.take();
    if (next === null) throw new Error('nothing to take');
    taken.push(next.key);
    queue.finish(next, took(next.key === 'greedy' ? 10 * QUICK_MS : QUICK_MS), false);
  }
  expect(taken.filter((key) => key === 'greedy').length).toBeWithin(3, 7);
});

test('who has been away does not hold up all others with what it saved', () => {
  const queue = openFairQueue(1);
  prove(queue, 'away');
  for (let index = 0; index < 1_000; index += 1) {
    const busy = item('busy');
    queue.add(busy);
    queue.take();
    queue.finish(busy, took(10), false);
  }
  for (let index = 0; index < 150; index += 1) {
    queue.add(item('away'));
    queue.add(item('busy'));
  }
  let inARow = 0;
  for (;;) {
    const next = queue.take();
    if (next?.key !== 'away') break;
    inARow += 1;
    queue.finish(next, took(10), false);
  }
  expect(inARow).toBeWithin(95, 106); // one second's worth
});

describe('the slow lane', () => {
  test('is not for a plugin that waited for its host: only its own work counts', () => {
    const queue = openFairQueue(2);
    for (const key of ['waiter', 'other']) prove(queue, key);
    const waiter = item('waiter');
    queue.add(waiter);
    queue.take();
    queue.finish(waiter, { ms: 100 * SLOW_MS, waitMs: 99.5 * SLOW_MS }, false);
    for (const key of ['new', 'waiter']) queue.add(item(key));
    expect([queue.take()?.key, queue.take()?.key].sort()).toEqual(['new', 'waiter']);
  });

  test('is for plugins that are new, were stopped or are slow, and leaves one child free', () => {
    const queue = openFairQueue(2);
    for (const key of ['quick', 'stopped', 'slow']) prove(queue, key);
    const stopped = item('stopped');
    queue.add(stopped);
    queue.take();
    queue.finish(stopped, took(QUICK_MS), true);
    const slow = item('slow');
    queue.add(slow);
    queue.take();
    queue.finish(slow, took(10 * SLOW_MS), false);
    for (const key of ['new', 'stopped', 'slow']) {
      const lane = item(key);
      queue.add(item('other'));
      queue.add(lane);
      const taken = queue.take();
      expect(queue.take()).toBeNull();
      const quick = item('quick');
      queue.add(quick);
      expect(queue.take()).toBe(quick);
      queue.finish(quick, took(QUICK_MS), false);
      if (taken !== null) queue.finish(taken, took(QUICK_MS), true);
      queue.clear();
    }
  });

  test('is left again after some quick runs', () => {
    const queue = openFairQueue(2);
    prove(queue, 'a');
    const run = (isStrike: boolean) => {
      const each = item('a');
      queue.add(each);
      queue.take();
      queue.finish(each, took(QUICK_MS), isStrike);
    };
    run(true);
    queue.add(item('new'));
    queue.take();
    queue.add(item('a'));
    expect(queue.take()).toBeNull();
    queue.clear();
    for (let index = 0; index < 4; index += 1) {
      queue.finish(item('a'), took(QUICK_MS), false);
    }
    const last = item('a');
    queue.add(last);
    expect(queue.take()).toBe(last);
  });

  test('takes the only child when there is only one', () => {
    const queue = openFairQueue(1);
    const first = item('new');
    queue.add(first);
    expect(queue.take()).toBe(first);
  });
});

test('a plugin may have so many runs waiting, and all plugins together so many', () => {
  const queue = openFairQueue(1);
  for (let index = 0; index < MAX_QUEUED_PER_KEY; index += 1) {
    expect(queue.add(item('a'))).toBeNull();
  }
  expect(queue.add(item('a'))).toContain(String(MAX_QUEUED_PER_KEY));
  for (let index = MAX_QUEUED_PER_KEY; index < MAX_QUEUED; index += 1) {
    expect(queue.add(item(`key ${index}`))).toBeNull();
  }
  expect(queue.add(item('b'))).toContain('Try again later');
  queue.putBack(item('c'));
  expect(queue.size()).toBe(MAX_QUEUED + 1);
});

test('the past of so many plugins is remembered', () => {
  const queue = openFairQueue(2);
  prove(queue, 'first');
  for (let index = 0; index < REMEMBERED_KEYS; index += 1) prove(queue, `key ${index}`);
  queue.add(item('new'));
  queue.take();
  queue.add(item('first'));
  expect(queue.take()).toBeNull(); // it is as good as new again
  const last = item(`key ${REMEMBERED_KEYS - 1}`);
  queue.add(last);
  expect(queue.take()).toBe(last);
});

test('everything that was added is taken once, in order within a plugin', () => {
  const keys = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 3 }), (given, children) => {
      const queue = openFairQueue<Queued & { index: number }>(children);
      for (const [index, key] of given.entries()) queue.add({ ...item(key), index });
      const taken: (Queued & { index: number })[] = [];
      for (;;) {
        const next = queue.take();
        if (next === null) break;
        taken.push(next);
        queue.finish(next, took(QUICK_MS), false);
      }
      expect(taken.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
        given.map((_, index) => index),
      );
      for (const key of ['a', 'b', 'c']) {
        const own = taken.filter((each) => each.key === key).map(({ index }) => index);
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
    }),
  );
});
