import { type Static, Type } from '@sinclair/typebox';
import type { Clock } from '../../base/time.ts';
import type { Database } from '../../db/database.ts';
import { listExternalDurations } from '../../heartbeats/external-durations-store.ts';
import { invalidField, parseDay, toDayFrame } from '../../heartbeats/wakatime-day.ts';
import type { Asker } from '../ask.ts';
import { listStretches, SLICES, type Slice } from './duration-store.ts';
import { Instant, object, Text, Whole } from './shape-parts.ts';
import { nameOf } from './summary.ts';

const Sliced = Type.Optional(Text);

const Duration = object({
  /** Epoch seconds. */
  time: Whole,
  /** Seconds. */
  duration: Type.Integer({ minimum: 1 }),
  color: Type.Null(),
  /** The one that durations are sliced by. */
  project: Sliced,
  entity: Sliced,
  language: Sliced,
  os: Sliced,
  editor: Sliced,
  category: Sliced,
  machine: Sliced,
  branch: Sliced,
});

const External = object({
  id: Text,
  external_id: Text,
  entity: Text,
  type: Text,
  category: Type.Union([Text, Type.Null()]),
  project: Type.Union([Text, Type.Null()]),
  time: Type.Number(),
  duration: Type.Number(),
});

export const Durations = object({
  data: Type.Array(Duration),
  /** Ours: time from elsewhere that touches the day; `data` does not count it. */
  external_durations: Type.Array(External),
  branches: Type.Array(Text),
  start: Instant,
  end: Instant,
  timezone: Text,
});

export interface DurationsQuery {
  date?: string | undefined;
  timezone?: string | undefined;
  project?: string | undefined;
  /** Names separated by commas. */
  branches?: string | undefined;
  slice_by?: string | undefined;
}

const isSlice = (name: string): name is Slice => Object.hasOwn(SLICES, name);

function parseSlice(name: string | undefined): Slice {
  const slice = name || 'project';
  if (isSlice(slice)) return slice;
  throw invalidField('slice_by', `Use one of ${Object.keys(SLICES).join(', ')}.`);
}

/** What WakaTime shows for a value of a slice. */
function toShown(slice: Slice, value: string): string {
  if (slice === 'entity') return value || 'Unknown';
  return nameOf(slice, value);
}

/** `durations` of one day (spec/wakatime 1.8). Throws `invalid`. */
export function openDurations({ database, clock }: { database: Database; clock: Clock }) {
  return async (user: Asker, query: DurationsQuery): Promise<Static<typeof Durations>> => {
    const day = parseDay(query, { zone: user.timezone, nowMs: clock() });
    const slice = parseSlice(query.slice_by);
    const named = query.branches?.split(',').filter(Boolean) ?? [];
    const filter = {
      project: query.project || undefined,
      branches: named.length > 0 ? named : undefined,
    };
    const [stretches, externals] = await Promise.all([
      listStretches(database, user.id, day, slice, filter),
      listExternalDurations(database, user.id, { ...day, ...filter }),
    ]);
    return {
      data: stretches.map(({ value, start, seconds }) => ({
        time: start,
        duration: seconds,
        [slice]: toShown(slice, value),
        color: null,
      })),
      external_durations: externals.map(
        ({ id, external_id, entity, type, category, project, start_time, end_time }) => ({
          id,
          external_id,
          entity,
          type,
          category,
          project: project || null,
          time: start_time,
          duration: end_time - start_time,
        }),
      ),
      branches: [...new Set(stretches.flatMap(({ branches }) => branches))].sort(),
      ...toDayFrame(day),
    };
  };
}
