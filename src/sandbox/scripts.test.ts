import { expect, test } from 'bun:test';
import { KEPT_IMAGE_BYTES, KEPT_SCRIPTS, openScripts, type Script } from './scripts.ts';

const toScript = (bytes: number): Script => ({
  source: '',
  isModule: false,
  varies: false,
  image: { statics: new Uint8Array(), heap: new Uint8Array(), bytes },
  logs: [],
  inspection: { ok: true, json: '{}' },
});

test('so many scripts are kept, those that were used last', () => {
  const scripts = openScripts();
  for (let index = 0; index < KEPT_SCRIPTS; index += 1) scripts.save(String(index), toScript(1));
  expect(scripts.find('0')).not.toBeNull();
  scripts.save('one more', toScript(1));
  expect(scripts.find('1')).toBeNull();
  expect(scripts.find('0')).not.toBeNull();
  expect(scripts.find('one more')).not.toBeNull();
});

test('so many bytes of images are kept', () => {
  const scripts = openScripts();
  scripts.save('a', toScript(KEPT_IMAGE_BYTES / 2));
  scripts.save('b', toScript(KEPT_IMAGE_BYTES / 2));
  scripts.save('b', toScript(KEPT_IMAGE_BYTES / 2)); // again: counted once
  expect(scripts.find('a')).not.toBeNull();
  scripts.save('c', toScript(1));
  expect(scripts.find('b')).toBeNull();
  expect(scripts.find('a')).not.toBeNull();
});
