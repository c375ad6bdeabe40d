import { afterEach, describe, expect, test } from 'bun:test';
import { type Bus, openLocalBus, type Topics } from './bus.ts';
import { silentLog } from './log.ts';
import { openRedisBus } from './redis-bus.ts';

const redisUrl = process.env.HEARTHBEAT_TEST_REDIS_URL;
const WAIT_MS = 5_000;

const opened: Bus[] = [];
function keep(bus: Bus): Bus {
  opened.push(bus);
  return bus;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((bus) => bus.close()));
});

async function until(holds: () => boolean, step: () => void = () => {}): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('did not happen in time');
    step();
    await Bun.sleep(10);
  }
}

const buses: [name: string, open: () => Bus][] = [['in one process', () => openLocalBus()]];
if (redisUrl) buses.push(['over Redis', () => openRedisBus(redisUrl, silentLog)]);

describe.each(buses)('a bus %s', (_name, open) => {
  test('delivers to every listener of the topic, at once and once', () => {
    const bus = keep(open());
    const heard: string[] = [];
    bus.subscribe('timeline', ({ userId }) => heard.push(`a ${userId}`));
    bus.subscribe('timeline', ({ userId }) => heard.push(`b ${userId}`));
    bus.subscribe('credentials', ({ userId }) => heard.push(`c ${userId}`));
    bus.publish('timeline', { userId: 'ada' });
    expect(heard).toEqual(['a ada', 'b ada']);
  });

  test('stops delivering when a subscription ends, and only that one', () => {
    const bus = keep(open());
    let count = 0;
    const listener = () => void count++;
    const end = bus.subscribe('timeline', listener);
    bus.subscribe('timeline', listener);
    end();
    bus.publish('timeline', { userId: 'ada' });
    expect(count).toBe(1);
  });

  test('a listener that throws harms neither the publisher nor the others', () => {
    const bus = keep(open());
    let heard = false;
    bus.subscribe('timeline', () => {
      throw new Error('broken listener');
    });
    bus.subscribe('timeline', () => {
      heard = true;
    });
    bus.publish('timeline', { userId: 'ada' });
    expect(heard).toBe(true);
  });

  test('is silent after it was closed', async () => {
    const bus = open();
    let count = 0;
    bus.subscribe('timeline', () => void count++);
    await bus.close();
    bus.publish('timeline', { userId: 'ada' });
    expect(count).toBe(0);
  });
});

test.if(redisUrl !== undefined)(
  'over Redis, other instances hear, and our own only once',
  async () => {
    const [here, there] = [0, 1].map(() => keep(openRedisBus(redisUrl ?? '', silentLog)));
    const userId = crypto.randomUUID();
    const heard = { here: 0, there: [] as Topics['recompute'][] };
    here?.subscribe('recompute', (payload) => void (payload.userId === userId && heard.here++));
    there?.subscribe('recompute', (payload) => {
      if (payload.userId === userId) heard.there.push(payload);
    });
    let published = 0;
    await until(
      () => heard.there.length > 0,
      () => {
        here?.publish('recompute', { userId, done: 1, total: 2 });
        published++;
      },
    );
    expect(heard.there[0]).toEqual({ userId, done: 1, total: 2 });
    expect(heard.here).toBe(published);
  },
);

test('without a Redis to reach, local listeners hear and nothing throws', async () => {
  const bus = keep(openRedisBus('redis://127.0.0.1:1', silentLog));
  let heard = false;
  bus.subscribe('timeline', () => {
    heard = true;
  });
  bus.publish('timeline', { userId: 'ada' });
  await Bun.sleep(50);
  bus.publish('timeline', { userId: 'ada' });
  expect(heard).toBe(true);
});

const hasServer = Bun.which('redis-server') !== null;

test.if(redisUrl !== undefined && hasServer)(
  'survives that Redis goes and comes back',
  async () => {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const start = () =>
      Bun.spawn(
        [
          'redis-server',
          '--port',
          String(port),
          '--bind',
          '127.0.0.1',
          '--save',
          '',
          '--dir',
          '/tmp',
        ],
        { stdout: 'ignore' },
      );
    let server = start();
    try {
      const [here, there] = [0, 1].map(() =>
        keep(openRedisBus(`redis://127.0.0.1:${port}`, silentLog)),
      );
      let heard = 0;
      there?.subscribe('timeline', () => void heard++);
      const publish = () => here?.publish('timeline', { userId: 'ada' });
      await until(() => heard > 0, publish);
      server.kill();
      await server.exited;
      publish();
      server = start();
      const before = heard;
      await until(() => heard > before, publish);
    } finally {
      server.kill();
      await server.exited;
    }
  },
);
