/** Clock times of a day, from Unix seconds. */

const MS = 1_000;

/** `09:14` on the clocks of a zone. */
export function clockOf(instant: number, zone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(instant * MS);
}

/** `09:14:03`. */
export function exactClockOf(instant: number, zone: string): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: zone, timeStyle: 'medium' }).format(
    instant * MS,
  );
}

interface Stretch {
  start: number;
  end: number;
}

/** `09:14–11:02`. */
export function clockRange({ start, end }: Stretch, zone: string): string {
  return `${clockOf(start, zone)}–${clockOf(end, zone)}`;
}

/** `09:14:03–11:02:10`. */
export function exactClockRange({ start, end }: Stretch, zone: string): string {
  return `${exactClockOf(start, zone)}–${exactClockOf(end, zone)}`;
}
