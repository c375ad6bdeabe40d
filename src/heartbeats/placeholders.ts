import type { Heartbeat } from './heartbeat.ts';
import type { Languages } from './language.ts';

const PROJECT = '<<LAST_PROJECT>>';
const BRANCH = '<<LAST_BRANCH>>';
const LANGUAGE = '<<LAST_LANGUAGE>>';
const PLACEHOLDERS = new Set<string | null>([PROJECT, BRANCH, LANGUAGE]);

/** Whether a client asks for the last project, branch or language instead of naming one. */
export function isPlaceholder(text: string | null): boolean {
  return PLACEHOLDERS.has(text);
}

/** A value and when (Unix seconds) a heartbeat carried it. */
export interface Seen {
  time: number;
  value: string;
}

export interface LastQuestion {
  /** Unix seconds: only heartbeats up to here count. */
  time: number;
  project: string;
}

/** What the timeline of one user knows; one answer per question, in order. */
export interface LastKnown {
  /** The latest named project at or before each time. */
  listProjects(times: readonly number[]): Promise<(Seen | null)[]>;
  /** The latest language or branch of a project at or before a time. */
  listOfProject(
    field: 'language' | 'branch',
    questions: readonly LastQuestion[],
  ): Promise<(Seen | null)[]>;
}

const isWeb = ({ entityType }: Heartbeat) => entityType === 'url' || entityType === 'domain';
const later = (inRequest: Seen | null, inDatabase: Seen | null) =>
  inRequest && (!inDatabase || inRequest.time >= inDatabase.time) ? inRequest : inDatabase;

/** Positions by time; of equal times those that name the value come first. */
function inOrder(heartbeats: readonly Heartbeat[], asks: (heartbeat: Heartbeat) => boolean) {
  return heartbeats
    .map((heartbeat, position) => ({ heartbeat, position, asks: asks(heartbeat) }))
    .sort((a, b) => a.heartbeat.time - b.heartbeat.time || Number(a.asks) - Number(b.asks));
}

/** Web pages belong to no project, branch or language (as Wakapi does). */
function clearWeb(heartbeat: Heartbeat): Heartbeat {
  if (!isWeb(heartbeat)) return heartbeat;
  return {
    ...heartbeat,
    project: isPlaceholder(heartbeat.project) ? '' : heartbeat.project,
    branch: isPlaceholder(heartbeat.branch) ? null : heartbeat.branch,
    language: isPlaceholder(heartbeat.language) ? null : heartbeat.language,
  };
}

async function resolveProjects(heartbeats: Heartbeat[], known: LastKnown): Promise<Heartbeat[]> {
  const ordered = inOrder(heartbeats, ({ project }) => isPlaceholder(project));
  const asking = ordered.filter(({ asks }) => asks);
  if (asking.length === 0) return heartbeats;
  const answers = await known.listProjects(asking.map(({ heartbeat }) => heartbeat.time));
  const resolved = [...heartbeats];
  let last: Seen | null = null;
  let asked = 0;
  for (const { heartbeat, position, asks } of ordered) {
    if (!asks) {
      if (heartbeat.project) last = { time: heartbeat.time, value: heartbeat.project };
      continue;
    }
    const project = later(last, answers[asked] ?? null)?.value ?? '';
    resolved[position] = { ...heartbeat, project };
    asked += 1;
  }
  return resolved;
}

async function resolveOfProject(
  field: 'language' | 'branch',
  heartbeats: Heartbeat[],
  known: LastKnown,
): Promise<Heartbeat[]> {
  const ordered = inOrder(heartbeats, (heartbeat) => isPlaceholder(heartbeat[field]));
  const asking = ordered.filter(({ asks }) => asks);
  if (asking.length === 0) return heartbeats;
  const answers = await known.listOfProject(
    field,
    asking.map(({ heartbeat: { time, project } }) => ({ time, project })),
  );
  const resolved = [...heartbeats];
  const last = new Map<string, Seen>();
  let asked = 0;
  for (const { heartbeat, position, asks } of ordered) {
    const value = heartbeat[field];
    if (!asks) {
      if (value) last.set(heartbeat.project, { time: heartbeat.time, value });
      continue;
    }
    const seen = later(last.get(heartbeat.project) ?? null, answers[asked] ?? null);
    resolved[position] = { ...heartbeat, [field]: seen?.value ?? null };
    asked += 1;
  }
  return resolved;
}

/**
 * Replaces `<<LAST_PROJECT>>`, `<<LAST_BRANCH>>` and `<<LAST_LANGUAGE>>` by what the latest
 * heartbeat at or before each one says, in the same request or in the timeline, by time and not by
 * order of arrival (spec/wakatime 1.9). Branch and language come from the latest heartbeat of the
 * same project; a language that stays unknown is guessed from the file.
 */
export async function resolvePlaceholders(
  heartbeats: readonly Heartbeat[],
  known: LastKnown,
  languages: Languages,
): Promise<Heartbeat[]> {
  const projects = await resolveProjects(heartbeats.map(clearWeb), known);
  const branches = await resolveOfProject('branch', projects, known);
  const resolved = await resolveOfProject('language', branches, known);
  return resolved.map((heartbeat, position) => {
    const asked = isPlaceholder(heartbeats[position]?.language ?? null);
    if (!asked || heartbeat.language || heartbeat.entityType !== 'file') return heartbeat;
    return { ...heartbeat, language: heartbeat.file && languages.ofFile(heartbeat.file) };
  });
}
