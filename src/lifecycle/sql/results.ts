import pg from 'pg';
import type { TextResult } from '../../db/database.ts';
import { columnTypes } from '../../db/rows.ts';
import { refuse } from './problem.ts';

type Convert = (text: string) => unknown;

const { builtins } = pg.types;

/** `2026-01-31 12:00:00.5+00` */
const TIMESTAMP = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(\+00)?$/;
const MILLISECOND_DIGITS = 3;

/**
 * As `Date.toISOString()` writes it; microseconds are kept where there are any, so that a value
 * that comes back as a parameter equals itself. Without a zone in SQL there is none here.
 */
function toIsoTimestamp(text: string): string {
  const [, date, time, fraction = '', zone] = TIMESTAMP.exec(text) ?? [];
  if (date === undefined) return text; // infinity, or before Christ
  return `${date}T${time}.${fraction.padEnd(MILLISECOND_DIGITS, '0')}${zone ? 'Z' : ''}`;
}

/** JSON knows no NaN and no infinity. */
function toNumber(text: string): number | null {
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

const scalars: Readonly<Record<number, Convert>> = {
  [builtins.BOOL]: (text) => text === 't',
  [builtins.INT2]: toNumber,
  [builtins.INT4]: toNumber,
  [builtins.INT8]: toNumber,
  [builtins.FLOAT4]: toNumber,
  [builtins.FLOAT8]: toNumber,
  [builtins.NUMERIC]: toNumber,
  [builtins.TIMESTAMP]: toIsoTimestamp,
  [builtins.TIMESTAMPTZ]: toIsoTimestamp,
  [builtins.JSON]: JSON.parse,
  [builtins.JSONB]: JSON.parse,
};

/** OID of an array type to the OID of its elements; `pg` does not name them. */
const ELEMENTS: Readonly<Record<number, number>> = {
  199: builtins.JSON,
  1000: builtins.BOOL,
  1005: builtins.INT2,
  1007: builtins.INT4,
  1009: builtins.TEXT,
  1014: builtins.BPCHAR,
  1015: builtins.VARCHAR,
  1016: builtins.INT8,
  1021: builtins.FLOAT4,
  1022: builtins.FLOAT8,
  1115: builtins.TIMESTAMP,
  1182: builtins.DATE,
  1183: builtins.TIME,
  1185: builtins.TIMESTAMPTZ,
  1187: builtins.INTERVAL,
  1231: builtins.NUMERIC,
  2951: builtins.UUID,
  3807: builtins.JSONB,
};
const BYTEA_ARRAY = 1001;
const TEXT_ARRAY = 1009;

// The list of types that `pg` declares has no arrays; its parser of them is there all the same.
const parseTextArray: Convert = columnTypes.getTypeParser(TEXT_ARRAY as typeof builtins.TEXT);

function mapDeep(value: unknown, convert: Convert): unknown {
  if (Array.isArray(value)) return value.map((item) => mapDeep(item, convert));
  return typeof value === 'string' ? convert(value) : value;
}

function converterOf(type: number): Convert {
  if (type === builtins.BYTEA || type === BYTEA_ARRAY) {
    refuse('A result cannot have columns of the type bytea.');
  }
  const element = ELEMENTS[type];
  if (element === undefined) return scalars[type] ?? String;
  const convert = scalars[element] ?? String;
  return (text) => mapDeep(parseTextArray(text), convert);
}

/**
 * Rows as plain JSON: numbers of any kind are numbers, times ISO texts (`…Z` when they have a
 * zone), dates `YYYY-MM-DD`, json its value, arrays arrays, all else text. Of two columns with one
 * name the last one counts. Throws `PluginSqlError` for bytea.
 */
export function toRows({ columns, rows }: TextResult): Record<string, unknown>[] {
  const converters = columns.map(({ type }) => converterOf(type));
  return rows.map((row) =>
    // fromEntries defines, so that a column named __proto__ is only that.
    Object.fromEntries(
      row.map((text, index) => [
        columns[index]?.name ?? '',
        text === null ? null : converters[index]?.(text),
      ]),
    ),
  );
}
