/** `on_heartbeat`, `on_install` and `on_tick`: what plugins do without being asked. */
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Due, Next, Work } from '../db/schedule.ts';
import type { Heartbeat } from '../heartbeats/heartbeat.ts';
import type { Outcome } from '../sandbox/contract.ts';
import { type HeartbeatEvent, toHeartbeatEvent } from './heartbeat-event.ts';
import type { Lanes, Task } from './lanes.ts';
import type { Runner } from './runner.ts';
import type { Runs } from './runs.ts';
import { isPaused, type RunnablePlugin, type UserPlugins } from './user-plugins.ts';
import { TICK_SECONDS } from './wake-store.ts';

/** How often, and how far apart, a hook is offered to a sandbox that is full. */
const BUSY_ATTEMPTS = 30;
const BUSY_WAIT_MS = SECOND_MS;
/** How often the list of a user's plugins is asked for while the database is away. */
const LIST_ATTEMPTS = 10;
const LIST_WAIT_MS = SECOND_MS;
/** Heartbeats whose user's plugins are being looked up; more are not run. */
const MAX_ARRIVING = 20_000;
/** When a scheduled hook that found no room is tried again (seconds). */
const SOON_SECONDS = 10;
/** What waits at the end has this long to run; the rest is counted as skipped. */
export const DRAIN_MS = 5 * SECOND_MS;

const HEARTBEAT = 'on_heartbeat';

interface HooksDependencies {
  plugins: UserPlugins;
  lanes: Lanes;
  runner: Runner;
  runs: Runs;
  clock: Clock;
  log: Log;
}

export interface Hooks {
  /**
   * Queues `on_heartbeat` of the user's plugins, in order of time, and returns at once. `omitted`
   * counts new heartbeats that are not among them.
   */
  onHeartbeats(userId: string, heartbeats: readonly Heartbeat[], omitted: number): void;
  /** By kind of the schedule's rows. */
  work: { install: Work; tick: Work };
  /** Takes nothing more, and lets what waits run for DRAIN_MS. */
  close(): Promise<void>;
}

/** The same again when a crash made it run twice. */
const toArgument = ({ dueAt, attempt }: Due) => ({ scheduled_at: dueAt.toISOString(), attempt });

/** What a task that waits keeps of its plugin: not the script. */
type Named = Pick<RunnablePlugin, 'userId' | 'pluginId' | 'name'>;
const toNamed = ({ userId, pluginId, name }: Named): Named => ({ userId, pluginId, name });

const laneOf = ({ pluginId, userId }: Named) => ({
  lane: `${pluginId} ${userId}`,
  group: pluginId,
});

/** How a kind of scheduled hook runs. */
interface Scheduled {
  hook: string;
  /** Before all that waits in its install's lane. */
  isFirst: boolean;
  /** What comes next when it ran, and when the plugin does not define it. */
  afterwards: Next;
  without: Next;
}

const INSTALL: Scheduled = {
  hook: 'on_install',
  isFirst: true,
  afterwards: { kind: 'remove' },
  without: { kind: 'remove' },
};
const TICK: Scheduled = {
  hook: 'on_tick',
  isFirst: false,
  afterwards: { kind: 'every', seconds: TICK_SECONDS },
  without: { kind: 'park' },
};

export function openHooks({ plugins, lanes, runner, runs, clock, log }: HooksDependencies): Hooks {
  let arriving = 0;
  let isClosing = false;
  let isStopped = false;

  /** Waits for room in the sandbox. Null: there was none. */
  async function runPatiently(
    plugin: RunnablePlugin,
    hook: string,
    argument: unknown,
  ): Promise<Outcome | null> {
    for (let attempt = 0; attempt < BUSY_ATTEMPTS && !isStopped; attempt++) {
      const outcome = await runner.run(plugin, { kind: 'hook', name: hook }, argument);
      if (outcome.ok || outcome.error.kind !== 'busy') return outcome;
      await Bun.sleep(BUSY_WAIT_MS);
    }
    return null;
  }

  /** The plugin as it is now: it may be gone, disabled or another version since it was queued. */
  async function findNow({ userId, pluginId }: Named, hook: string) {
    const found = (await plugins.list(userId)).find((one) => one.pluginId === pluginId);
    return found?.hooks.includes(hook) ? found : null;
  }

  function toTask(queued: Named, event: HeartbeatEvent): Task {
    const skip = () => runs.addSkipped(queued, HEARTBEAT, 1);
    return {
      drop: skip,
      async run() {
        try {
          const plugin = await findNow(queued, HEARTBEAT);
          if (!plugin) return;
          if (isPaused(plugin, clock())) return skip();
          if ((await runPatiently(plugin, HEARTBEAT, event)) === null) skip();
        } catch (error) {
          log.warn('a hook did not run', { plugin: queued.name, reason: messageOf(error) });
          skip();
        }
      },
    };
  }

  async function listPatiently(userId: string): Promise<readonly RunnablePlugin[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await plugins.list(userId);
      } catch (error) {
        if (attempt === LIST_ATTEMPTS || isClosing) throw error;
        await Bun.sleep(LIST_WAIT_MS);
      }
    }
  }

  async function queue(userId: string, heartbeats: readonly Heartbeat[], omitted: number) {
    const all = await listPatiently(userId);
    const hooked = all.filter(({ hooks, isDisabled }) => !isDisabled && hooks.includes(HEARTBEAT));
    if (hooked.length === 0) return;
    const events = heartbeats
      .toSorted((a, b) => a.time - b.time)
      .map((heartbeat) => toHeartbeatEvent(userId, heartbeat));
    for (const plugin of hooked) {
      if (omitted > 0) runs.addSkipped(plugin, HEARTBEAT, omitted);
      const named = toNamed(plugin);
      for (const event of events) lanes.add(laneOf(named), toTask(named, event));
    }
  }

  /** Runs a scheduled hook in its install's lane, so that it never overlaps with another one. */
  function inLane(plugin: Named, work: () => Promise<Next>, isFirst: boolean): Promise<Next> {
    const { promise, resolve, reject } = Promise.withResolvers<Next>();
    lanes.add(
      { ...laneOf(plugin), isFirst },
      {
        isKept: true,
        run: () => work().then(resolve, reject),
        drop: () => reject(new Error('this instance is stopping')),
      },
    );
    return promise;
  }

  async function runNow(queued: Named, due: Due, { hook, afterwards }: Scheduled): Promise<Next> {
    const plugin = await findNow(queued, hook);
    if (!plugin || plugin.isDisabled) return { kind: 'park' };
    if (isPaused(plugin, clock())) {
      const ms = (plugin.retryAt ?? 0) - clock();
      return { kind: 'after', seconds: Math.max(1, Math.ceil(ms / SECOND_MS)) };
    }
    const outcome = await runPatiently(plugin, hook, toArgument(due));
    return outcome === null ? { kind: 'after', seconds: SOON_SECONDS } : afterwards;
  }

  async function runScheduled(due: Due, scheduled: Scheduled): Promise<Next> {
    // Not from memory: that may be older than this install.
    const found = (await plugins.reload(due.userId)).find((one) => one.pluginId === due.subjectId);
    if (!found) return { kind: 'park' }; // banned, or not accepted yet
    if (!found.hooks.includes(scheduled.hook)) return scheduled.without;
    const queued = toNamed(found);
    return inLane(queued, () => runNow(queued, due, scheduled), scheduled.isFirst);
  }

  return {
    onHeartbeats(userId, heartbeats, omitted) {
      if (heartbeats.length === 0 || plugins.hasNone(userId, HEARTBEAT)) return;
      if (arriving + heartbeats.length > MAX_ARRIVING || isClosing) {
        log.warn('heartbeats arrive faster than plugins can be looked up', { userId });
        return;
      }
      arriving += heartbeats.length;
      // Behind the answer to the editor.
      setImmediate(() => {
        queue(userId, heartbeats, omitted)
          .catch((error) => log.warn('hooks did not run', { userId, reason: messageOf(error) }))
          .finally(() => {
            arriving -= heartbeats.length;
          });
      });
    },
    work: {
      install: { run: (due) => runScheduled(due, INSTALL), giveUp: INSTALL.afterwards },
      tick: { run: (due) => runScheduled(due, TICK), giveUp: TICK.afterwards },
    },
    async close() {
      isClosing = true;
      await lanes.close(DRAIN_MS);
      isStopped = true;
    },
  };
}
