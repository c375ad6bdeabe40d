import { type Static, Type } from '@sinclair/typebox';
import { EXTRA_JSON_LENGTH, parseExtra } from './extra.ts';
import {
  COLUMN_LENGTH,
  cut,
  cutOrNull,
  isFields,
  isProblem,
  PATH_LENGTH,
  type Problem,
  parseTime,
  toName,
  toPath,
} from './fields.ts';
import { toEntityType } from './parse-codetrackr.ts';

/** Longest external duration, in seconds; the table holds rows to it. */
export const LONGEST_EXTERNAL_SECONDS = 86_400;
/** How far ahead a meeting may be planned, in seconds. */
export const PLANNED_AHEAD_SECONDS = 366 * 86_400;
/** Characters of the sender's id. */
export const EXTERNAL_ID_LENGTH = 256;
const PROVIDER_LENGTH = 64;

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** One duration as it is stored and answered. Times are epoch seconds. */
export const ExternalDuration = Type.Object({
  external_id: Type.String(),
  entity: Type.String(),
  type: Type.String(),
  category: NullableText,
  /** '' when unknown. */
  project: Type.String(),
  branch: NullableText,
  language: NullableText,
  provider: NullableText,
  start_time: Type.Number(),
  end_time: Type.Number(),
  meta: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
});
export type ExternalDuration = Static<typeof ExternalDuration>;

interface Context {
  nowSeconds: number;
}

function parseMoment(field: string, value: unknown, { nowSeconds }: Context): number | Problem {
  const time = parseTime(value, nowSeconds + PLANNED_AHEAD_SECONDS);
  if (typeof time === 'number') return time;
  return { field, error: `${field} must be Unix seconds from 2000 to a year from now.` };
}

function parseSpan(value: Record<string, unknown>, context: Context) {
  const start = parseMoment('start_time', value.start_time, context);
  if (isProblem(start)) return start;
  const end = parseMoment('end_time', value.end_time, context);
  if (isProblem(end)) return end;
  const seconds = end - start;
  if (seconds > 0 && seconds <= LONGEST_EXTERNAL_SECONDS) return { start, end };
  return {
    field: 'end_time',
    error: 'end_time must be after start_time, and at most a day after.',
  };
}

function parseMeta(value: unknown): Record<string, unknown> | Problem | null {
  if (value === undefined || value === null) return null;
  const error = `meta must be an object of at most ${EXTRA_JSON_LENGTH} characters of JSON.`;
  return parseExtra(value) ?? { field: 'meta', error };
}

/** Reads one external duration (spec/wakatime 1.8), or says what is wrong with it. */
export function parseExternalDuration(
  value: unknown,
  context: Context,
): ExternalDuration | Problem {
  if (!isFields(value)) {
    return { field: 'body', error: 'An external duration must be a JSON object.' };
  }
  const externalId = toName(value.external_id);
  if (externalId === '' || externalId.length > EXTERNAL_ID_LENGTH) {
    const error = `external_id must have 1 to ${EXTERNAL_ID_LENGTH} characters.`;
    return { field: 'external_id', error };
  }
  const entity = cut(toPath(value.entity), PATH_LENGTH);
  if (entity === '') return { field: 'entity', error: 'entity is missing: a name, URL or path.' };
  const span = parseSpan(value, context);
  if ('error' in span) return span;
  const meta = parseMeta(value.meta);
  if (meta !== null && isProblem(meta)) return meta;
  return {
    external_id: externalId,
    entity,
    type: toEntityType(toName(value.type)),
    category: cutOrNull(toName(value.category).toLowerCase(), COLUMN_LENGTH.category),
    project: cut(toName(value.project), COLUMN_LENGTH.project),
    branch: cutOrNull(toName(value.branch), COLUMN_LENGTH.branch),
    language: cutOrNull(toName(value.language), COLUMN_LENGTH.language),
    provider: cutOrNull(toName(value.provider), PROVIDER_LENGTH),
    start_time: span.start,
    end_time: span.end,
    meta,
  };
}
