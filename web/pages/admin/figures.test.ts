import { expect, test } from 'bun:test';
import { formatBytes, formatUptime } from './figures.ts';

test('bytes get the unit that keeps them short', () => {
  expect([0, 512, 1_024, 8_808_038, 1_099_511_627_776].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '1.0 KB',
    '8.4 MB',
    '1.0 TB',
  ]);
});

test('uptime has at most two parts', () => {
  expect([59, 300, 11_100, 1_047_600].map(formatUptime)).toEqual(['0m', '5m', '3h 5m', '12d 3h']);
});
