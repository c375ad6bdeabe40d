import { expect, test } from 'bun:test';
import type { Heartbeat } from '../heartbeats/heartbeat.ts';
import { OTHER_PEOPLE, SHOWN_PERSON } from './people.ts';
import { openRandom } from './random.ts';
import { listDemoWork, openLiveWork } from './work.ts';

const NOW = Date.parse('2026-11-21T03:30:00Z') / 1_000;
const DAY = 86_400;
const work = listDemoWork(SHOWN_PERSON, NOW, openRandom(1));
const kinds = (read: (heartbeat: Heartbeat) => unknown) => new Set(work.map(read)).size;

test('the same seed and instant are the same life, another seed is another one', () => {
  expect(listDemoWork(SHOWN_PERSON, NOW, openRandom(1))).toEqual(work);
  expect(listDemoWork(SHOWN_PERSON, NOW, openRandom(2))).not.toEqual(work);
});

test('it is a year in order, up to now and not beyond', () => {
  expect(work.every(({ time }, index) => time >= (work[index - 1]?.time ?? 0))).toBe(true);
  expect(work[0]?.time).toBeLessThan(NOW - 360 * DAY);
  expect(work.at(-1)?.time).toBeLessThanOrEqual(NOW);
  expect(work.at(-1)?.time).toBeGreaterThan(NOW - 300);
});

test('it has variety in every dimension, and lines by people and by AI', () => {
  expect(kinds(({ project }) => project)).toBeGreaterThanOrEqual(6);
  expect(kinds(({ language }) => language)).toBeGreaterThanOrEqual(10);
  expect(kinds(({ editor }) => editor)).toBe(3);
  expect(kinds(({ os }) => os)).toBe(2);
  expect(kinds(({ machine }) => machine)).toBe(2);
  expect(kinds(({ branch }) => branch)).toBeGreaterThanOrEqual(6);
  const ai = work.filter(({ category }) => category === 'ai coding').length / work.length;
  expect(ai).toBeGreaterThan(0.1);
  expect(ai).toBeLessThan(0.4);
  expect(work.some(({ extra }) => Number(extra?.ai_line_changes) > 0)).toBe(true);
  expect(work.some(({ extra }) => Number(extra?.human_line_changes) > 0)).toBe(true);
});

test('there are days off, holidays, and a streak that lasts', () => {
  const days = new Set(work.map(({ time }) => new Date(time * 1_000).toISOString().slice(0, 10)));
  expect(days.size).toBeGreaterThan(200);
  expect(days.size).toBeLessThan(330);
  expect(days.has('2026-08-05')).toBe(false);
  for (let ago = 1; ago < 11; ago++) {
    expect(days.has(new Date((NOW - ago * DAY) * 1_000).toISOString().slice(0, 10))).toBe(true);
  }
});

test('everybody has a life, of a size that a start can take', () => {
  for (const person of OTHER_PEOPLE) {
    const theirs = listDemoWork(person, NOW, openRandom(3)).length;
    expect(theirs).toBeGreaterThan(3_000);
    expect(theirs).toBeLessThan(25_000);
  }
  expect(work.length).toBeLessThan(50_000);
});

test('live work goes on at the instant that it is asked about', () => {
  const next = openLiveWork(SHOWN_PERSON, openRandom(4));
  const times = [NOW, NOW + 20, NOW + 40];
  expect(times.map((time) => next(time).time)).toEqual(times);
});
