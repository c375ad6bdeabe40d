import { expect, test } from 'bun:test';
import { readTheme, saveTheme, themes } from './theme.ts';

function makeStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  };
}

test('a choice is remembered', () => {
  const storage = makeStorage();
  for (const theme of themes) {
    saveTheme(storage, theme);
    expect(readTheme(storage)).toBe(theme);
  }
});

test('without a choice, or with a strange one, the system decides', () => {
  expect(readTheme(makeStorage())).toBe('system');
  expect(readTheme({ getItem: () => 'sepia' })).toBe('system');
});
