import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { openLanes, type Task } from './lanes.ts';

const LIMITS = { lanesPerGroup: 2, tasksPerLane: 3, tasksInAll: 5 };

/** A task that ends when told to. */
function makeTask(log: string[], name: string, isKept = false) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const task: Task = {
    isKept,
    drop: () => void log.push(`drop ${name}`),
    async run() {
      log.push(`run ${name}`);
      await promise;
    },
  };
  return { task, end: resolve };
}

const settle = () => Bun.sleep(0);

describe('lanes', () => {
  test('run one task after the other, and a few lanes of a group at once', async () => {
    const log: string[] = [];
    const lanes = openLanes(LIMITS);
    const tasks = Object.fromEntries(
      ['a1', 'a2', 'b1', 'c1'].map((name) => [name, makeTask(log, name)]),
    );
    for (const [name, { task }] of Object.entries(tasks)) {
      lanes.add({ lane: name.charAt(0), group: 'g' }, task);
    }
    const other = makeTask(log, 'z1');
    lanes.add({ lane: 'z', group: 'other' }, other.task);
    expect(log).toEqual(['run a1', 'run b1', 'run z1']);
    tasks.a1?.end();
    await settle();
    expect(log.slice(3)).toEqual(['run c1']); // every lane once before a lane twice
    tasks.b1?.end();
    await settle();
    expect(log.slice(4)).toEqual(['run a2']);
    expect(lanes.size()).toBe(0);
  });

  test('put what comes first before what waits', async () => {
    const log: string[] = [];
    const lanes = openLanes(LIMITS);
    const first = makeTask(log, '1');
    lanes.add({ lane: 'a', group: 'g' }, first.task);
    lanes.add({ lane: 'a', group: 'g' }, makeTask(log, '2').task);
    lanes.add({ lane: 'a', group: 'g', isFirst: true }, makeTask(log, '3').task);
    first.end();
    await settle();
    expect(log).toEqual(['run 1', 'run 3']);
  });

  test('drop the oldest of a full lane, and the newest when all are full; never what is kept', () => {
    const log: string[] = [];
    const lanes = openLanes(LIMITS);
    const add = (lane: string, name: string, isKept = false) =>
      lanes.add({ lane, group: 'g' }, makeTask(log, name, isKept).task);
    add('a', 'running');
    add('a', 'kept', true);
    for (const name of ['1', '2', '3']) add('a', name);
    expect(log).toEqual(['run running', 'drop 1']);
    add('b', 'running too');
    for (const name of ['4', '5', '6']) add('b', name);
    expect(log.slice(2)).toEqual(['run running too', 'drop 6']);
    add('c', 'kept too', true);
    expect(lanes.size()).toBe(6);
  });

  test('let at the end run what there is time for, and drop the rest', async () => {
    const log: string[] = [];
    const lanes = openLanes(LIMITS);
    const first = makeTask(log, '1');
    const second = makeTask(log, '2');
    for (const { task } of [first, second, makeTask(log, '3'), makeTask(log, '4', true)]) {
      lanes.add({ lane: 'a', group: 'g' }, task);
    }
    const closed = lanes.close(50);
    lanes.add({ lane: 'b', group: 'g' }, makeTask(log, 'late').task);
    first.end();
    await closed;
    expect(log).toEqual(['run 1', 'drop late', 'run 2', 'drop 3', 'drop 4']);
    second.end();
    await settle();
    expect(log).toHaveLength(5);
  });

  test('keep the order of each lane and lose nothing, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 60 }),
        async (given) => {
          const lanes = openLanes({ ...LIMITS, tasksPerLane: 100, tasksInAll: 100 });
          const done = new Map<string, number[]>();
          let active = 0;
          for (const [index, [lane, group]] of given.entries()) {
            const key = `${group}-${lane}`;
            const task: Task = {
              drop: () => {},
              async run() {
                active += 1;
                expect(active).toBeLessThanOrEqual(3 * LIMITS.lanesPerGroup);
                await Promise.resolve();
                done.set(key, [...(done.get(key) ?? []), index]);
                active -= 1;
              },
            };
            lanes.add({ lane: key, group: String(group) }, task);
          }
          await lanes.close(1_000);
          const all = [...done.values()];
          for (const lane of all) expect(lane).toEqual(lane.toSorted((a, b) => a - b));
          expect(all.flat()).toHaveLength(given.length);
        },
      ),
      { numRuns: 50 },
    );
  });
});
