import { expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  addDays,
  dayBounds,
  formatClock,
  listZones,
  localDate,
  localHour,
  startOfDay,
} from './zone.ts';

const HOUR_MS = 3_600_000;
const zones = ['UTC', 'Europe/Madrid', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'];

test('a day starts at the first instant that belongs to it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days)),
      (zone, date) => {
        const start = startOfDay(date, zone);
        expect(localDate(start, zone)).toBe(date);
        expect(localDate(start - 1, zone)).toBe(addDays(date, -1));
      },
    ),
  );
});

test('the days on which clocks change have 23 and 25 hours', () => {
  const hours = (date: string, zone: string) => {
    const { start, end } = dayBounds(date, zone);
    return (end - start) / HOUR_MS;
  };
  expect(hours('2026-03-29', 'Europe/Madrid')).toBe(23);
  expect(hours('2026-10-25', 'Europe/Madrid')).toBe(25);
  expect(hours('2026-10-26', 'Europe/Madrid')).toBe(24);
  expect(hours('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5);
});

test('a day can start an hour late, where midnight is skipped', () => {
  const start = startOfDay('2018-11-04', 'America/Sao_Paulo');
  expect(formatClock(start, 'America/Sao_Paulo', 'en-GB')).toBe('01:00');
});

test('noon is noon on the clocks, also where the morning was shorter or longer', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom('2026-03-29', '2026-10-25', '2018-11-04', '2026-04-05', '2026-07-01'),
      fc.constantFrom(6, 12, 18),
      (zone, date, hour) => {
        const clock = formatClock(localHour(date, hour, zone), zone, 'en-GB');
        expect(clock).toBe(`${String(hour).padStart(2, '0')}:00`);
      },
    ),
  );
});

test('every zone can be chosen once, UTC too', () => {
  const list = listZones();
  expect(list).toContain('UTC');
  expect(list).toContain('Europe/Madrid');
  expect(list).toContain('Asia/Kolkata');
  expect(list).not.toContain('Asia/Calcutta');
  expect(new Set(list).size).toBe(list.length);
});
