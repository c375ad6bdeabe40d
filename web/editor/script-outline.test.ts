import { expect, test } from 'bun:test';
import { readOutline } from './script-outline.ts';

const outline = (text: string) => {
  const reading = readOutline(text);
  if (!reading.ok) throw new Error(reading.problem.message);
  return reading.outline;
};

test('hooks and endpoints are found however they are written', () => {
  const text = `
    async function on_heartbeat(ctx) {}
    const on_tick = async (ctx) => {};
    const endpoints = { status: () => 1, 'set-goal'(ctx, req) {}, ...others };
  `;
  expect(outline(text)).toEqual({
    hooks: ['on_heartbeat', 'on_tick'],
    endpoints: ['status', 'set-goal'],
    usesContainer: false,
  });
  expect(outline('export const endpoints = { a() {} }; export function on_install() {}')).toEqual({
    hooks: ['on_install'],
    endpoints: ['a'],
    usesContainer: false,
  });
  expect(outline('const lifecycle = { on_tick() {} };').hooks).toEqual(['on_tick']);
});

test('a widget may return and await at its top, and draws', () => {
  expect(outline('container.textContent = await 1; return;').usesContainer).toBe(true);
});

test('a mistake has its place, from 1', () => {
  expect(readOutline('let a = 1;\nlet b = ;\n')).toEqual({
    ok: false,
    problem: { line: 2, column: 9, message: 'Unexpected token' },
  });
});

test('a script that is nested beyond reason is a mistake, not a crash', () => {
  expect(readOutline('['.repeat(200_000))).toMatchObject({ ok: false });
});
