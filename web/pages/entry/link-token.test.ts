import { expect, test } from 'bun:test';
import { readLinkToken } from './link-token.ts';

test('the token stands behind the number sign', () => {
  expect(readLinkToken('token=abc-123_X')).toBe('abc-123_X');
});

test('a link that was cut short has none', () => {
  expect(readLinkToken('')).toBeNull();
  expect(readLinkToken('token=')).toBeNull();
  expect(readLinkToken('main')).toBeNull();
});
