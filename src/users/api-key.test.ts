import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { keysInAuthorization, newApiKey, parseApiKey } from './api-key.ts';

const UUID = '5f0b1b0e-4c1d-4e9a-9b59-0d6f3f1f2a10';
const CODETRACKR = `ct_${'0123456789abcdef'.repeat(4)}`;
const hash = parseApiKey(UUID)?.hash ?? '';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('a new key passes the check of wakatime-cli', () => {
  const { text, prefix } = newApiKey();
  expect(text).toMatch(
    /^(waka_)?[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(prefix).toHaveLength(12);
  expect(text.startsWith(prefix)).toBe(true);
});

test('one UUID is one key with and without waka_, in any case', () => {
  for (const text of [UUID, `waka_${UUID}`, UUID.toUpperCase(), ` WAKA_${UUID}\n`]) {
    expect(parseApiKey(text)?.hash).toBe(hash);
  }
});

test('a CodeTrackr key is hashed whole', () => {
  expect(parseApiKey(CODETRACKR)?.hash).toBe(
    new Bun.CryptoHasher('sha256').update(CODETRACKR).digest('hex'),
  );
  expect(parseApiKey(CODETRACKR.toUpperCase())).toBeNull();
});

test('other texts are no keys', () => {
  for (const text of [
    '',
    'waka_',
    'ct_',
    'ct_short',
    `ct_${'a'.repeat(129)}`,
    `x${UUID}`,
    `${UUID}x`,
  ]) {
    expect(parseApiKey(text)).toBeNull();
  }
});

describe('Authorization (spec/wakatime 1.3)', () => {
  const known: [string, string][] = [
    ['Basic, the bare key', `Basic ${base64(UUID)}`],
    ['Basic, key and colon', `Basic ${base64(`${UUID}:`)}`],
    ['Basic, key as password', `Basic ${base64(`anna:${UUID}`)}`],
    ['Basic, key as user', `Basic ${base64(`waka_${UUID}:anything`)}`],
    ['Basic, no padding', `Basic ${base64(UUID).replaceAll('=', '')}`],
    ['Bearer, raw', `Bearer ${UUID}`],
    ['Bearer, raw with prefix', `Bearer waka_${UUID}`],
    ['Bearer, base64', `Bearer ${base64(UUID)}`],
    ['Bearer, base64 with prefix', `Bearer ${base64(`waka_${UUID}`)}`],
    ['any case of the scheme', `bAsIc   ${base64(UUID)}`],
    ['any case of the scheme', `BEARER ${UUID}`],
  ];
  test.each(known)('%s', (_, header) => {
    expect(keysInAuthorization(header)?.map((key) => key.hash)).toEqual([hash]);
  });

  test('a CodeTrackr key as Bearer', () => {
    expect(keysInAuthorization(`Bearer ${CODETRACKR}`)?.[0]?.text).toBe(CODETRACKR);
  });

  test.each([
    ['no scheme', UUID],
    ['an unknown scheme', `Digest ${UUID}`],
    ['no credentials', 'Basic '],
    ['not base64', 'Basic §§§'],
    ['longer than any key', `Bearer ${'a'.repeat(1_024)}`],
  ])('%s is no form that we know', (_, header) => {
    expect(keysInAuthorization(header)).toBeNull();
  });

  test('a known form without a key names none', () => {
    expect(keysInAuthorization(`Basic ${base64('anna:secret')}`)).toEqual([]);
    expect(keysInAuthorization('Bearer nonsense')).toEqual([]);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.constantFrom('Basic ', 'Bearer ', ''), fc.string(), (scheme, text) => {
        keysInAuthorization(scheme + text);
        parseApiKey(text);
      }),
    );
  });
});
