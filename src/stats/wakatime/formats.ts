/** Numbers as WakaTime's clients read them (spec/wakatime 1.7). Texts floor: unfinished units are not shown. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export interface GrandTotal {
  decimal: string;
  digital: string;
  hours: number;
  minutes: number;
  text: string;
  total_seconds: number;
}

export interface Entry extends GrandTotal {
  name: string;
  percent: number;
  seconds: number;
}

function split(totalSeconds: number): { hours: number; minutes: number; seconds: number } {
  const whole = Math.floor(totalSeconds);
  return {
    hours: Math.floor(whole / HOUR),
    minutes: Math.floor((whole % HOUR) / MINUTE),
    seconds: whole % MINUTE,
  };
}

const pad = (value: number): string => String(value).padStart(2, '0');
const plural = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`;

/** `2 hrs 17 mins`, `1 hr`, `40 mins`; below a minute `7 secs`. */
export function toText(totalSeconds: number): string {
  const { hours, minutes, seconds } = split(totalSeconds);
  if (hours === 0 && minutes === 0) return plural(seconds, 'sec');
  const parts = [hours > 0 && plural(hours, 'hr'), minutes > 0 && plural(minutes, 'min')];
  return parts.filter((part) => part !== false).join(' ');
}

/** Hours with two decimals, made from whole minutes as `text` is: 2 h 17 min 36 s is `2.28`. */
export function toDecimal(totalSeconds: number): string {
  const { hours, minutes } = split(totalSeconds);
  return (hours + minutes / MINUTE).toFixed(2);
}

/** `2:17`. */
export function toDigital(totalSeconds: number): string {
  const { hours, minutes } = split(totalSeconds);
  return `${hours}:${pad(minutes)}`;
}

export function toGrandTotal(totalSeconds: number): GrandTotal {
  const { hours, minutes } = split(totalSeconds);
  return {
    decimal: toDecimal(totalSeconds),
    digital: toDigital(totalSeconds),
    hours,
    minutes,
    text: toText(totalSeconds),
    total_seconds: totalSeconds,
  };
}

/** One row of a breakdown; `digital` has seconds here (`2:17:36`), `percent` two decimals. */
export function toEntry(name: string, totalSeconds: number, wholeSeconds: number): Entry {
  const { seconds } = split(totalSeconds);
  const percent = wholeSeconds > 0 ? (totalSeconds * 100) / wholeSeconds : 0;
  return {
    ...toGrandTotal(totalSeconds),
    digital: `${toDigital(totalSeconds)}:${pad(seconds)}`,
    name,
    percent: Math.round(percent * 100) / 100,
    seconds,
  };
}

function ordinal(day: number): string {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  const suffix = teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th');
  return `${day}${suffix}`;
}

const DAY_TEXT = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'short',
  month: 'short',
});

/** `Sun Jan 29th 2023` for `2023-01-29`. */
export function toDayText(date: string): string {
  const { year, day } = Temporal.PlainDate.from(date);
  const parts = DAY_TEXT.formatToParts(Date.parse(date));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value;
  return `${part('weekday')} ${part('month')} ${ordinal(day)} ${year}`;
}
