const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;
const SECONDS_PER_DAY = 86_400;

/** A duration as its shown parts: `[['4', 'h'], ['12', 'm']]`. */
export type DurationParts = [amount: string, unit: string][];

/** Hours and minutes; seconds only below one minute. Minutes are cut, never rounded up. */
export function durationParts(seconds: number): DurationParts {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / SECONDS_PER_HOUR);
  const minutes = Math.floor((whole % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  if (hours > 0) {
    return [
      [String(hours), 'h'],
      [String(minutes), 'm'],
    ];
  }
  if (minutes > 0 || whole === 0) return [[String(minutes), 'm']];
  return [[String(whole), 's']];
}

/** `4h 12m`, `38m`, `52s`, `0m`. */
export function formatDuration(seconds: number): string {
  return durationParts(seconds)
    .map(([amount, unit]) => amount + unit)
    .join(' ');
}

/** To the second, for tooltips and tables: `4h 12m 5s`, `38m 0s`, `52s`. */
export function formatExactDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < SECONDS_PER_MINUTE) return `${whole}s`;
  return `${formatDuration(whole)} ${whole % SECONDS_PER_MINUTE}s`;
}

/** `64 %`, and `<1 %` for what is not quite nothing. `percentage` is 0 to 100. */
export function formatPercentage(percentage: number): string {
  if (percentage > 0 && percentage < 1) return '<1 %';
  return `${Math.round(percentage)} %`;
}

/** A calendar day (`2026-03-09`) in the reader's language. */
export function formatDate(
  date: string,
  options: Intl.DateTimeFormatOptions,
  locale?: string,
): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** `2 minutes ago`, `yesterday`, `in 3 days`. */
export function formatRelative(thenMs: number, nowMs: number, locale?: string): string {
  const seconds = Math.round((thenMs - nowMs) / 1_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const distance = Math.abs(seconds);
  if (distance < SECONDS_PER_MINUTE) return format.format(0, 'second');
  if (distance < SECONDS_PER_HOUR) {
    return format.format(Math.trunc(seconds / SECONDS_PER_MINUTE), 'minute');
  }
  if (distance < SECONDS_PER_DAY) {
    return format.format(Math.trunc(seconds / SECONDS_PER_HOUR), 'hour');
  }
  return format.format(Math.trunc(seconds / SECONDS_PER_DAY), 'day');
}

/** `1 day`, `5 days`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}
