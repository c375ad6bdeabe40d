import { describe, expect, test } from 'bun:test';
import { THEME_VARIABLES } from '../src/plugins/theme-values.ts';
import {
  readIsOff,
  readVariables,
  saveVariables,
  THEME_TOKENS,
  wearableAt,
} from './theme-variables.ts';

/** A Storage with nothing in it. */
function makeStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

const LOST = { '--bg': '#222222', '--text-main': '#222222', '--text-muted': '#222222' };
const FINE = { '--bg': '#101713', '--text-main': '#eaf3ec' };

test('the browser knows the same names as the server', () => {
  expect<string[]>([...THEME_TOKENS].sort()).toEqual(Object.keys(THEME_VARIABLES).sort());
});

describe('what is kept', () => {
  test('comes back, and is gone when there is none', () => {
    const storage = makeStorage();
    saveVariables(storage, FINE);
    expect(storage.getItem('ct_theme_vars')).toBe(JSON.stringify(FINE));
    expect(readVariables(storage)).toEqual(FINE);
    saveVariables(storage, {});
    expect(storage.length).toBe(0);
  });

  test.each(['', 'null', '[]', '7', '{', '{"--bg":7,"color":"red"}'])(
    '"%s" is no theme',
    (text) => {
      const storage = makeStorage();
      storage.setItem('ct_theme_vars', text);
      expect(readVariables(storage)).toEqual({});
    },
  );
});

describe('what a page wears', () => {
  test('pages before signing in: nothing', () => {
    for (const path of ['setup', 'signup', 'reset']) expect(wearableAt(path, FINE)).toEqual({});
  });

  test('pages where it can be changed: only what can be read', () => {
    for (const path of ['account', 'themes', 'themes/own']) {
      expect(wearableAt(path, LOST)).toEqual({});
      expect(wearableAt(path, FINE)).toEqual(FINE);
      expect(wearableAt(path, { ...FINE, '--radius': '9999px' })).toEqual(FINE);
      expect(wearableAt(path, { ...FINE, '--radius': '50%' })).toEqual(FINE);
    }
  });

  test('other pages: whatever the person wants', () => {
    expect(wearableAt('', LOST)).toEqual(LOST);
    expect(wearableAt('accounting', LOST)).toEqual(LOST);
  });

  test('a tab without themes stays so until it is asked back', () => {
    const tab = makeStorage();
    const read = (query: string) => readIsOff(tab, new URLSearchParams(query));
    expect([read(''), read('theme=off'), read(''), read('theme=on'), read('')]).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
