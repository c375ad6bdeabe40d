import { expect, test } from 'bun:test';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataDirectory, unwritableSentence } from './data-directory.ts';
import { silentLog } from './log.ts';

test('a missing folder is made, for its owner only', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'hearthbeat-data-')), 'deep/data');
  prepareDataDirectory(path, silentLog);
  prepareDataDirectory(path, silentLog);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test("somebody else's folder: both ways to mend it are spelled out", () => {
  const sentence = unwritableSentence('/data', { uid: 0, gid: 0 }, { uid: 65_532, gid: 65_532 });
  expect(sentence).toContain('cannot be written by user 65532: it belongs to user 0');
  expect(sentence).toContain('"chown -R 65532:65532 /data"');
  expect(sentence).toContain('--user 0:0');
});

test('a file in the way is told', () => {
  expect(() => prepareDataDirectory('/dev/null/data', silentLog)).toThrow(
    'The data folder /dev/null/data cannot be used: ENOTDIR',
  );
});
