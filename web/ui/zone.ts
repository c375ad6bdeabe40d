/** Calendar days in a person's IANA zone, from nothing but Intl. */

const MS_PER_DAY = 86_400_000;

/** The calendar day (YYYY-MM-DD) that an instant belongs to. */
export function localDate(instantMs: number, zone: string): string {
  return new Date(instantMs + offsetAt(instantMs, zone)).toISOString().slice(0, 10);
}

/** The day after, or with a negative count before, a calendar day. */
export function addDays(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * MS_PER_DAY).toISOString().slice(0, 10);
}

/**
 * The first instant of a calendar day. Not always midnight: some zones change their clocks at
 * midnight, so the offset of the day before and of the day after are both tried.
 */
export function startOfDay(date: string, zone: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const candidates = [midnight - MS_PER_DAY, midnight + MS_PER_DAY]
    .map((near) => midnight - offsetAt(near, zone))
    .sort((a, b) => a - b);
  return candidates.find((instant) => localDate(instant, zone) === date) ?? midnight;
}

/** First instant of a day and of the day after it: 23 to 25 hours apart. */
export function dayBounds(date: string, zone: string): { start: number; end: number } {
  return { start: startOfDay(date, zone), end: startOfDay(addDays(date, 1), zone) };
}

/** The instant at which the zone's clocks show a full hour (0 to 23) of a calendar day. */
export function localHour(date: string, hour: number, zone: string): number {
  const wall = Date.parse(`${date}T${String(hour).padStart(2, '0')}:00:00Z`);
  // The second look is from the right side of a change of clocks.
  const near = wall - offsetAt(wall, zone);
  return wall - offsetAt(near, zone);
}

/** Milliseconds that the zone's clocks are ahead of UTC. */
export function offsetAt(instantMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instantMs);
  const read = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return local - Math.floor(instantMs / 1_000) * 1_000;
}

/** Browsers keep to the names that zones had when the list was young; people know these. */
const PRESENT_NAMES: Readonly<Record<string, string>> = {
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

function presentName(zone: string): string {
  return PRESENT_NAMES[zone] ?? zone;
}

/** The zone that this browser runs in. */
export function detectedZone(): string {
  return presentName(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** Every zone the browser knows, with UTC, which its list leaves out. */
export function listZones(): string[] {
  const known = Intl.supportedValuesOf('timeZone').map(presentName);
  return [...new Set(['UTC', ...known])].sort();
}

/** `14:05` on the clocks of a zone. */
export function formatClock(instantMs: number, zone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(instantMs);
}
