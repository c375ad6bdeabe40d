import { contentHash } from './content-hash.ts';
import { editorName, systemName } from './display-names.ts';
import { collectExtra } from './extra.ts';
import {
  COLUMN_LENGTH,
  cut,
  cutOrNull,
  firstName,
  isFields,
  isProblem,
  PATH_LENGTH,
  type Problem,
  parseClaim,
  parseTime,
  toFlag,
  toName,
  toPath,
} from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Languages } from './language.ts';

/** Seconds that `/import` claims for an item without a duration (spec/codetrackr 1.1). */
export const IMPORT_CLAIM_SECONDS = 60;

export interface ParseContext {
  nowSeconds: number;
  languages: Languages;
}

export interface CodetrackrContext extends ParseContext {
  /** What a heartbeat without `duration` claims: null (nothing) or IMPORT_CLAIM_SECONDS. */
  defaultClaimSeconds: number | null;
}

const ENTITY_TYPES = new Map<string, Heartbeat['entityType']>(
  (['file', 'app', 'domain', 'url', 'event'] as const).map((type) => [type, type]),
);

/** What `file` names; a type that nobody knows is a file. */
export function toEntityType(name: string): Heartbeat['entityType'] {
  return ENTITY_TYPES.get(name.toLowerCase()) ?? 'file';
}

/** What a heartbeat without category is about: browsing on the web, coding elsewhere. */
export function defaultCategory(type: Heartbeat['entityType']): string {
  return type === 'domain' || type === 'url' ? 'browsing' : 'coding';
}

/** Zed's extension sends paths as in URIs (spec/codetrackr 7). */
function readFile(value: unknown, editor: string): string {
  const path = toPath(value);
  if (editor !== 'Zed' || !path.includes('%')) return path;
  try {
    return toPath(decodeURIComponent(path));
  } catch {
    return path;
  }
}

function readProject(value: unknown): string | Problem {
  if (typeof value === 'string' || typeof value === 'number') return toName(value);
  return {
    field: 'project',
    error: 'project is missing: send its name, or "" when there is none.',
  };
}

/**
 * Reads one heartbeat of CodeTrackr's API (spec/codetrackr 1.1 and 7): `project` must be there, all
 * else may be absent, null, '' or too long. `lang` and `language` are the same field; when both say
 * something `lang` wins, because it is the one that the real clients send. A missing `time` is now.
 */
export function parseCodetrackr(value: unknown, context: CodetrackrContext): Heartbeat | Problem {
  if (!isFields(value)) {
    return { field: 'heartbeat', error: 'A heartbeat must be a JSON object.' };
  }
  const project = readProject(value.project);
  if (isProblem(project)) return project;
  const time = parseTime(value.time, context.nowSeconds);
  if (isProblem(time)) return time;
  const claim = parseClaim(value.duration ?? value.duration_seconds, 'duration');
  if (isProblem(claim)) return claim;

  const type = firstName(value.type, value.entity_type);
  const editor = toName(value.editor);
  const os = toName(value.os);
  const sent = {
    type,
    entity: readFile(value.file ?? value.entity, editor),
    category: toName(value.category),
    project,
    branch: toName(value.branch),
    language: firstName(value.lang, value.language),
    isWrite: toFlag(value.is_write),
    claimedSeconds: claim ?? context.defaultClaimSeconds,
    editor,
    os,
    machine: toName(value.machine),
  };
  const entityType = toEntityType(type);
  const language =
    context.languages.canonical(cut(sent.language, COLUMN_LENGTH.language)) ??
    (entityType === 'file' ? context.languages.ofFile(sent.entity) : null);
  return {
    time: time ?? context.nowSeconds,
    project: cut(project, COLUMN_LENGTH.project),
    file: cutOrNull(sent.entity, PATH_LENGTH),
    entityType,
    language: language && cut(language, COLUMN_LENGTH.language),
    branch: cutOrNull(sent.branch, COLUMN_LENGTH.branch),
    commit: cutOrNull(toName(value.commit), COLUMN_LENGTH.commit),
    workspaceRoot: cutOrNull(toPath(value.workspace_root), PATH_LENGTH),
    packagePath: cutOrNull(toPath(value.package_path), PATH_LENGTH),
    isWrite: sent.isWrite,
    editor: cutOrNull(editorName(editor), COLUMN_LENGTH.editor),
    os: cutOrNull(systemName(os), COLUMN_LENGTH.os),
    machine: cutOrNull(sent.machine, COLUMN_LENGTH.machine),
    category:
      cutOrNull(sent.category.toLowerCase(), COLUMN_LENGTH.category) ?? defaultCategory(entityType),
    claimedSeconds: sent.claimedSeconds,
    extra: collectExtra(value),
    contentHash: contentHash(sent),
  };
}
