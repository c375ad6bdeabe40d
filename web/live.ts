import { type ReadonlySignal, signal } from '@preact/signals';

export type LiveTopic = 'timeline' | 'recompute' | 'plugins';
export type LiveStatus = 'off' | 'connecting' | 'live' | 'reconnecting';

/** Waits between attempts, after a server or proxy refused the stream outright. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
/** After a page's start its first questions are under way; what they missed is asked after them. */
const SETTLE_MS = 3_000;

export interface Live {
  status: ReadonlySignal<LiveStatus>;
  /** Returns the function that ends the subscription. */
  subscribe(topic: LiveTopic, listener: (data: unknown) => void): () => void;
  start(): void;
  stop(): void;
}

interface LiveDependencies {
  url: string;
  EventSource: typeof EventSource;
}

/**
 * The server's event stream. The browser reconnects after a broken connection by itself, but gives
 * up for good when the answer was no stream (a proxy's 502 while the server restarts): then this
 * opens a new one. Whenever the stream opens, `timeline` and `plugins` are told once, at the start a
 * little later: what listeners read before that may have changed while nobody was told.
 */
export function openLive({ url, EventSource }: LiveDependencies): Live {
  const status = signal<LiveStatus>('off');
  const listeners = new Map<LiveTopic, Set<(data: unknown) => void>>([
    ['timeline', new Set()],
    ['recompute', new Set()],
    ['plugins', new Set()],
  ]);
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;
  let hasBeenLive = false;

  function tell(topic: LiveTopic, data: unknown): void {
    for (const listener of listeners.get(topic) ?? []) listener(data);
  }

  function tellAll(): void {
    tell('timeline', {});
    tell('plugins', {});
  }

  function connect(): void {
    const stream = new EventSource(url);
    source = stream;
    stream.onopen = () => {
      wait = FIRST_RETRY_MS;
      status.value = 'live';
      if (hasBeenLive) tellAll();
      else settling = setTimeout(tellAll, SETTLE_MS);
      hasBeenLive = true;
    };
    stream.onerror = () => {
      status.value = 'reconnecting';
      clearTimeout(settling); // the next opening tells
      if (stream.readyState === EventSource.CLOSED) retryLater();
    };
    for (const topic of listeners.keys()) {
      stream.addEventListener(topic, (event) => tell(topic, parseData(event.data)));
    }
  }

  function retryLater(): void {
    clearTimeout(retry);
    retry = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
  }

  return {
    status,
    subscribe(topic, listener) {
      listeners.get(topic)?.add(listener);
      return () => void listeners.get(topic)?.delete(listener);
    },
    start() {
      if (source) return;
      status.value = 'connecting';
      connect();
    },
    stop() {
      clearTimeout(retry);
      clearTimeout(settling);
      source?.close();
      source = null;
      hasBeenLive = false;
      status.value = 'off';
    },
  };
}

function parseData(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
