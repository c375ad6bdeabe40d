import { expect, test } from 'bun:test';
import { contrast, MARK_CONTRAST } from './colour.ts';
import { projectMarkStyle } from './project-colour.ts';

const names = Array.from({ length: 200 }, (_, index) => `project-${index}`);

test('every project’s colour is seen on the card of each theme', () => {
  for (const name of names) {
    const style = projectMarkStyle(name);
    expect(contrast(String(style['--mark-dark']), '#18181b')).toBeGreaterThanOrEqual(MARK_CONTRAST);
    expect(contrast(String(style['--mark-light']), '#ffffff')).toBeGreaterThanOrEqual(
      MARK_CONTRAST,
    );
  }
});

test('projects take all eight colours', () => {
  expect(new Set(names.map((name) => projectMarkStyle(name)['--mark-dark'])).size).toBe(8);
});
