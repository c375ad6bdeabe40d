import { describe, expect, test } from 'bun:test';
import { openFetch } from './frame-fetch.ts';

function open(basePath: string) {
  const sent: { url: string; authorization: string | null; credentials: unknown }[] = [];
  const original = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const authorization = new Headers(init.headers).get('authorization');
    const url = input instanceof Request ? input.url : String(input);
    sent.push({ url, authorization, credentials: init.credentials });
    return new Response();
  };
  const network = openFetch(Object.assign(original, { preconnect: () => {} }));
  network.set({ token: 'first', basePath });
  return { ...network, sent };
}

describe('a widget’s fetch', () => {
  test('reaches this instance below its path, and others as they are spelled', async () => {
    const { fetch, sent } = open('/hearth');
    await fetch('/api/v1/stats/summary');
    await fetch(new URL('https://example.org/api/x'));
    await fetch('/apis/other');
    expect(sent.map(({ url }) => url)).toEqual([
      '/hearth/api/v1/stats/summary',
      'https://example.org/api/x',
      '/apis/other',
    ]);
  });

  test('sends the newest key in place of an older one', async () => {
    const { fetch, set, sent } = open('');
    set({ token: 'second' });
    await fetch('/api/v1/user/me', { headers: { Authorization: 'Bearer first' } });
    await fetch(
      new Request('https://example.org/', { headers: { Authorization: 'Bearer first' } }),
    );
    expect(sent.map(({ authorization }) => authorization)).toEqual([
      'Bearer second',
      'Bearer second',
    ]);
  });

  test('leaves a key that is not ours alone', async () => {
    const { fetch, sent } = open('');
    await fetch('https://example.org/', { headers: { Authorization: 'Bearer elsewhere' } });
    await fetch('/api/v1/store');
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer elsewhere', null]);
  });

  test('never sends cookies', async () => {
    const { fetch, sent } = open('');
    await fetch('/api/v1/user/me', { credentials: 'include' });
    expect(sent[0]?.credentials).toBe('omit');
  });
});
