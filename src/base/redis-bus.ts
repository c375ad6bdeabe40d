import { Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Redis } from 'ioredis';
import { type Bus, openLocalBus, type Topic } from './bus.ts';
import { messageOf } from './errors.ts';
import type { Log } from './log.ts';

const CHANNEL = 'hearthbeat:bus';
/** Longest wait between two attempts to reach Redis again. */
const MAX_RETRY_MS = 2_000;
const RETRY_STEP_MS = 100;
const CONNECT_TIMEOUT_MS = 5_000;

const User = Type.Object({ userId: Type.String() });
const Message = TypeCompiler.Compile(
  Type.Intersect([
    Type.Object({ from: Type.String() }),
    Type.Union([
      Type.Object({ topic: Type.Literal('timeline'), payload: User }),
      Type.Object({ topic: Type.Literal('credentials'), payload: User }),
      Type.Object({
        topic: Type.Literal('plugins'),
        payload: Type.Object({ userId: Type.Union([Type.String(), Type.Null()]) }),
      }),
      Type.Object({
        topic: Type.Literal('recompute'),
        payload: Type.Object({
          userId: Type.String(),
          done: Type.Number(),
          total: Type.Number(),
        }),
      }),
    ]),
  ]),
);

function parseMessage(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // somebody else writes to our channel
  }
}

/**
 * A bus between instances. Listeners of this instance hear at once, whatever Redis does; those of
 * others hear through one Redis channel. While Redis is away, messages to others are dropped
 * (payloads carry ids only, so the next one repairs it); the connections come back by themselves.
 */
export function openRedisBus(url: string, log: Log): Bus {
  const instance = crypto.randomUUID();
  const local = openLocalBus(log);
  const connect = () =>
    new Redis(url, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResubscribe: false, // done below, so that its success is seen
      retryStrategy: (attempt) => Math.min(attempt * RETRY_STEP_MS, MAX_RETRY_MS),
    });
  const publisher = connect();
  const subscriber = connect();
  let isAway = false;

  for (const client of [publisher, subscriber]) {
    client.on('error', (error) => {
      if (!isAway)
        log.warn('Redis is away; trying again until it is back', { reason: messageOf(error) });
      isAway = true;
    });
  }
  subscriber.on('ready', () => {
    subscriber.subscribe(CHANNEL).then(
      () => {
        if (isAway) log.info('Redis is back');
        isAway = false;
      },
      () => {}, // the connection broke again; the next 'ready' repeats this
    );
  });
  subscriber.on('message', (_channel: string, text: string) => {
    const message = parseMessage(text);
    if (!Message.Check(message) || message.from === instance) return;
    local.publish<Topic>(message.topic, message.payload);
  });

  return {
    publish(topic, payload) {
      local.publish(topic, payload);
      publisher
        .publish(CHANNEL, JSON.stringify({ from: instance, topic, payload }))
        .catch(() => {}); // dropped, as said above
    },
    subscribe: local.subscribe,
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
      await local.close();
    },
  };
}
