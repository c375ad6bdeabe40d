/** `GET /api/v1/live`: server-sent events, so that a page changes when the numbers do. */
import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { SECOND_MS } from '../base/time.ts';
import type { Guard } from '../users/guard.ts';

export const LIVE_PATH = '/api/v1/live';

/** Streams that one user may hold; a further one takes the place of the oldest. */
export const MAX_STREAMS_PER_USER = 16;
/** Shortest time between two `timeline` events of a user. */
export const TIMELINE_INTERVAL_MS = 200;
/** Proxies close what is silent for a minute; also when credentials are checked again. */
export const PING_INTERVAL_MS = 25 * SECOND_MS;
/** Events that wait for a client that does not read; then its stream is closed. */
export const MAX_WAITING_EVENTS = 64;
/** When a browser may come back after its stream had to make room for another tab's. */
const RETRY_AFTER_CLOSE_MS = 30 * SECOND_MS;

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // nginx collects answers otherwise, and nothing would arrive.
  'X-Accel-Buffering': 'no',
};

export interface Live {
  /** Opens a stream. Throws `unauthorized`. */
  handle(request: Request): Promise<Response>;
  /** Streams that are open now. */
  count(): number;
  close(): void;
}

interface LiveDependencies {
  guard: Guard;
  bus: Bus;
  pingIntervalMs?: number;
}

interface Stream {
  request: Request;
  send(text: string): void;
  close(): void;
}

const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

export function openLive({
  guard,
  bus,
  pingIntervalMs = PING_INTERVAL_MS,
}: LiveDependencies): Live {
  const streams = new Map<string, Set<Stream>>();
  const pausing = new Map<string, { timer: Timer; isChanged: boolean }>();
  let isClosed = false;

  function send(userId: string, text: string): void {
    for (const stream of streams.get(userId) ?? []) stream.send(text);
  }

  function announceTimeline(userId: string): void {
    const pause = pausing.get(userId);
    if (pause) {
      pause.isChanged = true;
      return;
    }
    if (!streams.has(userId)) return;
    send(userId, event('timeline', {}));
    const timer = setTimeout(() => {
      const isChanged = pausing.get(userId)?.isChanged;
      pausing.delete(userId);
      if (isChanged) announceTimeline(userId);
    }, TIMELINE_INTERVAL_MS);
    pausing.set(userId, { timer, isChanged: false });
  }

  /** Ends the streams of a user whose key or session is no longer good. */
  async function checkCredentials(userId: string): Promise<void> {
    for (const stream of [...(streams.get(userId) ?? [])]) {
      try {
        await guard.requireUser(stream.request);
      } catch (error) {
        // A database that is away proves nothing; the next check decides.
        if (error instanceof AppError && error.code !== 'unavailable') stream.close();
      }
    }
  }

  const subscriptions = [
    bus.subscribe('timeline', ({ userId }) => announceTimeline(userId)),
    bus.subscribe('recompute', ({ userId, done, total }) =>
      send(userId, event('recompute', { done, total })),
    ),
    bus.subscribe('plugins', ({ userId }) => {
      for (const id of userId === null ? [...streams.keys()] : [userId])
        send(id, event('plugins', {}));
    }),
    bus.subscribe('credentials', ({ userId }) => void checkCredentials(userId)),
  ];
  const pinging = setInterval(() => {
    for (const userId of [...streams.keys()]) {
      send(userId, ': ping\n\n');
      checkCredentials(userId);
    }
  }, pingIntervalMs);

  function add(userId: string, stream: Stream): void {
    const own = streams.get(userId) ?? new Set();
    streams.set(userId, own.add(stream));
    const [oldest] = own;
    if (own.size <= MAX_STREAMS_PER_USER || !oldest) return;
    oldest.send(`retry: ${RETRY_AFTER_CLOSE_MS}\n\n`);
    oldest.close();
  }

  function remove(userId: string, stream: Stream): void {
    const own = streams.get(userId);
    own?.delete(stream);
    if (own?.size === 0) streams.delete(userId);
  }

  function openStream(userId: string, request: Request): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let leave: () => void = () => {};
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          let isOpen = true;
          const own: Stream = {
            request,
            send(text) {
              if (!isOpen) return;
              if ((controller.desiredSize ?? 0) <= 0) own.close();
              else controller.enqueue(encoder.encode(text));
            },
            close() {
              if (!isOpen) return;
              leave();
              controller.close();
            },
          };
          leave = () => {
            isOpen = false;
            remove(userId, own);
          };
          own.send(': connected\n\n');
          add(userId, own);
        },
        // Whoever still holds the stream, as a check under way does, must not close it again.
        cancel: () => leave(),
      },
      new CountQueuingStrategy({ highWaterMark: MAX_WAITING_EVENTS }),
    );
  }

  return {
    async handle(request) {
      const { id } = await guard.requireUser(request);
      if (isClosed) throw new AppError('unavailable', 'The server is stopping.');
      return new Response(openStream(id, request), { headers: STREAM_HEADERS });
    },
    count: () => [...streams.values()].reduce((sum, own) => sum + own.size, 0),
    close() {
      isClosed = true;
      clearInterval(pinging);
      for (const end of subscriptions) end();
      for (const { timer } of pausing.values()) clearTimeout(timer);
      for (const own of [...streams.values()]) for (const stream of [...own]) stream.close();
    },
  };
}
