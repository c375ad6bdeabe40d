import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { dayBounds } from '../../ui/zone.ts';
import {
  fitWindow,
  panWindow,
  SHORTEST_WINDOW_SECONDS,
  ticksOf,
  windowAround,
  zoomWindow,
} from './window.ts';

const ZONE = 'Europe/Berlin';
const boundsOf = (date: string) => {
  const { start, end } = dayBounds(date, ZONE);
  return { start: start / 1_000, end: end / 1_000 };
};
const day = boundsOf('2026-11-21');

test('a window stays inside of its day, however it is zoomed and moved', () => {
  const second = fc.integer({ min: day.start - 90_000, max: day.end + 90_000 });
  fc.assert(
    fc.property(second, second, fc.double({ min: 0.01, max: 20, noNaN: true }), (a, b, factor) => {
      const asked = fitWindow({ start: Math.min(a, b), end: Math.max(a, b) }, day);
      for (const { start, end } of [
        asked,
        zoomWindow(asked, factor, day),
        panWindow(asked, factor, day),
      ]) {
        expect(start).toBeGreaterThanOrEqual(day.start);
        expect(end).toBeLessThanOrEqual(day.end);
        expect(end - start).toBeGreaterThanOrEqual(SHORTEST_WINDOW_SECONDS);
      }
    }),
  );
});

test('around a session there is some air', () => {
  const session = { start: day.start + 36_000, end: day.start + 39_600 };
  expect(windowAround(session, day)).toEqual({
    start: session.start - 216,
    end: session.end + 216,
  });
});

test('a whole day has every third hour', () => {
  const labels = ticksOf(day, '2026-11-21', ZONE).map(({ label }) => label.slice(0, 2));
  expect(labels).toHaveLength(8);
  expect(ticksOf(day, '2026-11-21', ZONE)[4]?.at).toBe(0.5);
});

test('ticks are full hours also on days with 23 or 25 hours', () => {
  for (const date of ['2026-03-29', '2026-10-25']) {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeStyle: 'medium' });
    const bounds = boundsOf(date);
    const times = ticksOf(bounds, date, ZONE).map(({ at }) =>
      clock.format((bounds.start + at * (bounds.end - bounds.start)) * 1_000),
    );
    expect(times).toEqual(
      ['00', '03', '06', '09', '12', '15', '18', '21'].map((hour) => `${hour}:00:00`),
    );
  }
});

test('closer, there are minutes, in zones with odd offsets too', () => {
  const { start } = dayBounds('2026-11-21', 'Asia/Kathmandu');
  const shown = { start: start / 1_000 + 36_000, end: start / 1_000 + 36_000 + 3_600 };
  const labels = ticksOf(shown, '2026-11-21', 'Asia/Kathmandu');
  expect(labels.map(({ at }) => Math.round(at * 60))).toEqual([0, 10, 20, 30, 40, 50, 60]);
});
