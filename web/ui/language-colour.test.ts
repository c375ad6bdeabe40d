import { expect, test } from 'bun:test';
import { languageMarkStyle } from './language-colour.ts';

test('a language wears its linguist colour, however its name is written', () => {
  expect(languageMarkStyle('Rust')['--mark-dark']).toBe('#dea584');
  expect(languageMarkStyle('rust')).toEqual(languageMarkStyle('Rust'));
});

test('a pale colour is darkened for the light theme only', () => {
  const style = languageMarkStyle('JavaScript');
  expect(style['--mark-dark']).toBe('#f1e05a');
  expect(style['--mark-light']).not.toBe('#f1e05a');
});

test('a language without a colour leaves the mark neutral', () => {
  expect(languageMarkStyle('Nobody Knows This')).toEqual({});
});
