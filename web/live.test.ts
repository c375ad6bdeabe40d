import { expect, test } from 'bun:test';
import { openLive } from './live.ts';

/** Longer than the quiet after a page's start. */
const SETTLED_MS = 3_300;

/** As a browser's, opened by the test. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: Stream[] = [];
  onopen: () => void = () => {};
  onerror: () => void = () => {};
  readyState = 1;
  constructor() {
    super();
    Stream.opened.push(this);
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

function open() {
  Stream.opened.length = 0;
  const live = openLive({ url: '/live', EventSource: Object.assign(Stream) });
  const told: string[] = [];
  for (const topic of ['timeline', 'plugins'] as const) {
    live.subscribe(topic, () => told.push(topic));
  }
  live.start();
  return { live, told };
}

test('the first opening asks everything again only after the first questions; later ones at once', async () => {
  const { live, told } = open();
  const [stream] = Stream.opened;
  stream?.onopen();
  expect(live.status.value).toBe('live');
  expect(told).toEqual([]);
  stream?.dispatchEvent(new MessageEvent('timeline', { data: '{}' }));
  expect(told).toEqual(['timeline']);
  await Bun.sleep(SETTLED_MS);
  expect(told).toEqual(['timeline', 'timeline', 'plugins']);
  stream?.onerror();
  expect(live.status.value).toBe('reconnecting');
  stream?.onopen();
  expect(told.slice(3)).toEqual(['timeline', 'plugins']);
  live.stop();
});

test('a stop before that tells nothing', async () => {
  const { live, told } = open();
  Stream.opened[0]?.onopen();
  live.stop();
  await Bun.sleep(SETTLED_MS);
  expect(told).toEqual([]);
});
