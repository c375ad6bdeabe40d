/** A plugin that is being written: its script, what the store is told, and how it is tried. */
import { type Meta, NEW_META, parseMeta } from './meta.ts';
import { BOTH_TEMPLATE } from './templates/both.ts';

export const MODES = ['on_heartbeat', 'on_tick', 'on_install', 'rpc', 'widget'] as const;
export type Mode = (typeof MODES)[number];

export interface Simulation {
  mode: Mode;
  /** JSON as it is typed: fields of the mock heartbeat. */
  heartbeat: string;
  handler: string;
  /** JSON as it is typed: the body of the call. */
  body: string;
}

export interface Draft {
  id: string;
  meta: Meta;
  code: string;
  simulation: Simulation;
  /** Unix milliseconds. */
  madeAt: number;
  changedAt: number;
}

const SECOND_MS = 1_000;

/** The documented nine fields, as if it came now. */
export function makeMockHeartbeat(now: number): string {
  const fields = {
    project: 'my-project',
    language: 'Rust',
    file: 'src/main.rs',
    editor: 'VS Code',
    branch: 'main',
    os: 'Linux',
    machine: 'my-machine',
    duration: 30,
    time: Math.floor(now / SECOND_MS),
  };
  return JSON.stringify(fields, null, 2);
}

/** What a person begins with; `given` over a template and nothing said of it. */
export function makeDraft(
  { id, now }: { id: string; now: number },
  given: { code?: string; meta?: Partial<Meta>; mode?: Mode } = {},
): Draft {
  return {
    id,
    meta: { ...NEW_META, ...given.meta },
    code: given.code ?? BOTH_TEMPLATE,
    simulation: {
      mode: given.mode ?? 'on_heartbeat',
      heartbeat: makeMockHeartbeat(now),
      handler: '',
      body: '{}',
    },
    madeAt: now,
    changedAt: now,
  };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A draft as it was kept; null when it is none. What is missing is as in a new one. */
export function parseDraft(given: unknown, now: number): Draft | null {
  if (!isRecord(given) || typeof given.id !== 'string' || typeof given.code !== 'string')
    return null;
  const fresh = makeDraft({ id: given.id, now }, { code: given.code, meta: parseMeta(given.meta) });
  const simulation = isRecord(given.simulation) ? given.simulation : {};
  const text = (value: unknown, otherwise: string) =>
    typeof value === 'string' ? value : otherwise;
  return {
    ...fresh,
    simulation: {
      mode: MODES.find((mode) => mode === simulation.mode) ?? fresh.simulation.mode,
      heartbeat: text(simulation.heartbeat, fresh.simulation.heartbeat),
      handler: text(simulation.handler, ''),
      body: text(simulation.body, '{}'),
    },
    madeAt: typeof given.madeAt === 'number' ? given.madeAt : now,
    changedAt: typeof given.changedAt === 'number' ? given.changedAt : now,
  };
}

const madeAtFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** What a person calls it; one of several without a name is told by when it was made. */
export function titleOf({ meta, madeAt }: Draft, isAlone = true): string {
  const name = meta.display_name || meta.name;
  if (name) return name;
  return isAlone ? 'Untitled' : `Untitled, ${madeAtFormat.format(madeAt)}`;
}
