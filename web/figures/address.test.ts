import { expect, test } from 'bun:test';
import { toAddress } from './address.ts';

test('another question stays on its page, wherever that is', () => {
  const query = new URLSearchParams({ range: '30d', project: 'a b' });
  expect(toAddress('', query)).toBe('./?range=30d&project=a+b');
  expect(toAddress('project/a%2Fb', query)).toBe('project/a%2Fb?range=30d&project=a+b');
  expect(toAddress('dashboard', new URLSearchParams())).toBe('dashboard');
});
