import { beforeEach, describe, expect, test } from 'bun:test';
import { openLocalBus } from '../base/bus.ts';
import { MINUTE_MS, SECOND_MS } from '../base/time.ts';
import { sharedTestDatabase } from '../db/testing.ts';
import type { InstalledPlugin } from '../plugins/installs.ts';
import { isPaused, MAX_REMEMBERED_USERS, openUserPlugins } from './user-plugins.ts';

const toPlugin = (userId: string): InstalledPlugin => ({
  pluginId: crypto.randomUUID(),
  name: 'p',
  userId,
  version: '1',
  script: '',
  hooks: ['on_heartbeat'],
  endpoints: [],
  isDisabled: false,
  disabledReason: null,
  installedAt: new Date(0),
});

/** The store as one person's list that a test changes, and how often it was asked. */
async function open() {
  const database = await sharedTestDatabase();
  const userId = crypto.randomUUID();
  await database.run('insert into users (id, username) values ($1, $2)', [userId, userId]);
  const bus = openLocalBus();
  const state = { now: 1_000_000, asked: 0, installed: [] as InstalledPlugin[] };
  let beforeAnswer: () => void = () => {};
  const plugins = openUserPlugins({
    database,
    bus,
    clock: () => state.now,
    installs: {
      async listFor() {
        state.asked += 1;
        const answer = state.installed;
        beforeAnswer();
        return answer;
      },
    },
  });
  const duringLookup = (work: () => void) => {
    beforeAnswer = () => {
      beforeAnswer = () => {};
      work();
    };
  };
  return { userId, bus, state, plugins, duringLookup };
}

describe('who has plugins', () => {
  let house: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    house = await open();
  });

  test('is asked once for a user without any, and then known without a query', async () => {
    const { plugins, state, userId } = house;
    expect(plugins.hasNone(userId, 'on_heartbeat')).toBe(false); // not known yet
    expect(await plugins.list(userId)).toEqual([]);
    for (let count = 0; count < 1_000; count++) {
      expect(plugins.hasNone(userId, 'on_heartbeat')).toBe(true);
    }
    expect(state.asked).toBe(1);
    state.now += MINUTE_MS;
    expect(plugins.hasNone(userId, 'on_heartbeat')).toBe(false);
  });

  test('is asked again after news, and without news after seconds', async () => {
    const { plugins, bus, state, userId } = house;
    state.installed = [toPlugin(userId)];
    await plugins.list(userId);
    expect(plugins.hasNone(userId, 'on_heartbeat')).toBe(false);
    expect(plugins.hasNone(userId, 'on_tick')).toBe(true);
    await plugins.list(userId);
    expect(state.asked).toBe(1);
    const news = [{ userId }, { userId: null }];
    for (const payload of news) {
      bus.publish('plugins', payload);
      await plugins.list(userId);
    }
    bus.publish('plugins', { userId: crypto.randomUUID() });
    await plugins.list(userId);
    expect(state.asked).toBe(3);
    state.now += 10 * SECOND_MS;
    await plugins.list(userId);
    expect(state.asked).toBe(4);
  });

  test('forgets what was found while there were news', async () => {
    const { plugins, bus, state, userId, duringLookup } = house;
    duringLookup(() => {
      state.installed = [toPlugin(userId)];
      bus.publish('plugins', { userId });
    });
    expect(await plugins.list(userId)).toEqual([]);
    expect(await plugins.list(userId)).toHaveLength(1);
  });

  test('asks together only once', async () => {
    const { plugins, state, userId } = house;
    await Promise.all(Array.from({ length: 20 }, () => plugins.list(userId)));
    expect(state.asked).toBe(1);
  });

  test('remembers so many users and no more', async () => {
    const { plugins, userId } = house;
    await plugins.list(userId);
    // Nobody has these ids, so that nothing but the account is looked for.
    for (let count = 1; count < MAX_REMEMBERED_USERS; count++) {
      await plugins.list(crypto.randomUUID());
    }
    expect(plugins.hasNone(userId, 'on_tick')).toBe(true);
    await plugins.list(crypto.randomUUID());
    expect(plugins.hasNone(userId, 'on_tick')).toBe(false);
  });
});

test('a plugin pauses while it is disabled, or until a time', () => {
  const plugin = { ...toPlugin('u'), strikes: 0, retryAt: null };
  expect(isPaused(plugin, 100)).toBe(false);
  expect(isPaused({ ...plugin, isDisabled: true }, 100)).toBe(true);
  expect(isPaused({ ...plugin, retryAt: 101 }, 100)).toBe(true);
  expect(isPaused({ ...plugin, retryAt: 100 }, 100)).toBe(false);
});
