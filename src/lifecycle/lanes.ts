/** Tasks one after the other in each lane, lanes beside each other, no more at once than is fair. */

/** Lanes of one group that run at once: the other users of a plugin wait for these. */
export const LANES_PER_GROUP = 4;
/** Tasks that may wait in one lane; for one more the oldest goes. */
export const TASKS_PER_LANE = 1_000;
/** Tasks that may wait in all lanes, at a few hundred bytes each; one more is not taken. */
export const TASKS_IN_ALL = 50_000;

export interface Task {
  /** Handles its own failures. */
  run(): Promise<void>;
  /** Told when it will not run. */
  drop(): void;
  /** Never dropped for want of room, only at the end. */
  isKept?: boolean;
}

interface Lane {
  key: string;
  group: string;
  tasks: Task[];
}

interface Group {
  /** Lanes that have something to run and are not running. */
  ready: Lane[];
  running: number;
}

export interface Lanes {
  /** Adds a task at the lane's end, or its start. */
  add(at: { lane: string; group: string; isFirst?: boolean }, task: Task): void;
  /** Tasks that wait. */
  size(): number;
  /** Takes no more; waits up to `limitMs` for what is there, then drops the rest. */
  close(limitMs: number): Promise<void>;
}

interface Limits {
  lanesPerGroup: number;
  tasksPerLane: number;
  tasksInAll: number;
}

const LIMITS: Limits = {
  lanesPerGroup: LANES_PER_GROUP,
  tasksPerLane: TASKS_PER_LANE,
  tasksInAll: TASKS_IN_ALL,
};

export function openLanes(limits: Limits = LIMITS): Lanes {
  const lanes = new Map<string, Lane>();
  const groups = new Map<string, Group>();
  const drained = Promise.withResolvers<void>();
  let waiting = 0;
  let running = 0;
  let isClosed = false;

  function takeOldestDroppable(lane: Lane): void {
    const place = lane.tasks.findIndex(({ isKept }) => !isKept);
    const [oldest] = place < 0 ? [] : lane.tasks.splice(place, 1);
    if (!oldest) return;
    waiting -= 1;
    oldest.drop();
  }

  async function runFirst(lane: Lane, group: Group): Promise<void> {
    const task = lane.tasks.shift();
    if (!task) return;
    waiting -= 1;
    running += 1;
    group.running += 1;
    try {
      await task.run();
    } finally {
      running -= 1;
      group.running -= 1;
      // Behind the other lanes: everybody's next heartbeat before anybody's second one.
      if (lane.tasks.length > 0) group.ready.push(lane);
      else lanes.delete(lane.key);
      pump(lane.group, group);
      if (isClosed && waiting + running === 0) drained.resolve();
    }
  }

  function pump(name: string, group: Group): void {
    while (group.running < limits.lanesPerGroup) {
      const lane = group.ready.shift();
      if (!lane) break;
      void runFirst(lane, group);
    }
    if (group.running === 0 && group.ready.length === 0) groups.delete(name);
  }

  return {
    add({ lane: key, group: name, isFirst = false }, task) {
      const isFull = waiting >= limits.tasksInAll && !task.isKept;
      if (isClosed || isFull) return task.drop();
      const group = groups.get(name) ?? { ready: [], running: 0 };
      groups.set(name, group);
      const known = lanes.get(key);
      const lane = known ?? { key, group: name, tasks: [] };
      lanes.set(key, lane);
      if (isFirst) lane.tasks.unshift(task);
      else lane.tasks.push(task);
      waiting += 1;
      if (lane.tasks.length > limits.tasksPerLane) takeOldestDroppable(lane);
      if (!known) group.ready.push(lane);
      pump(name, group);
    },
    size: () => waiting,
    async close(limitMs) {
      isClosed = true;
      if (waiting + running === 0) return;
      const { promise: tooLate, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, limitMs);
      await Promise.race([drained.promise, tooLate]);
      clearTimeout(timer);
      for (const lane of lanes.values()) {
        waiting -= lane.tasks.length;
        for (const task of lane.tasks.splice(0)) task.drop();
      }
    },
  };
}
