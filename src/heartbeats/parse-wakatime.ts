import { contentHash } from './content-hash.ts';
import { editorName, systemName } from './display-names.ts';
import { collectExtra } from './extra.ts';
import {
  COLUMN_LENGTH,
  cut,
  cutOrNull,
  type Fields,
  firstName,
  isFields,
  isProblem,
  PATH_LENGTH,
  type Problem,
  parseTime,
  toFlag,
  toName,
  toPath,
} from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';
import { defaultCategory, type ParseContext, toEntityType } from './parse-codetrackr.ts';
import { isPlaceholder } from './placeholders.ts';
import { parseUserAgent, type UserAgent } from './user-agent.ts';

export interface WakatimeContext extends ParseContext {
  /** Headers of the request, decoded; '' when absent. Fields of the item win over them. */
  userAgent: string;
  machine: string;
}

/** Only a WakaTime client says something about the editor in the header of a request. */
const CLIENT_USER_AGENT = /^wakatime\/|-wakatime\//;

interface Origin extends UserAgent {
  machine: string;
}

/** Where it came from: fields of its own, else its user agent or `plugin`, else the headers. */
function readOrigin(fields: Fields, context: WakatimeContext): Origin {
  const header = CLIENT_USER_AGENT.test(context.userAgent) ? context.userAgent : '';
  const agent = parseUserAgent(firstName(fields.user_agent, fields.plugin) || header);
  const editor = toName(fields.editor);
  const os = firstName(fields.operating_system, fields.os);
  return {
    ...agent,
    editor: editor ? editorName(editor) : agent.editor,
    os: os ? systemName(os) : agent.os,
    machine: firstName(
      fields.machine,
      fields.machine_name,
      fields['X-Machine-Name'],
      context.machine,
    ),
  };
}

/** A placeholder stays as it is: placeholders.ts resolves it when the whole request is known. */
function readLanguage(sent: string, file: string | null, { languages }: ParseContext) {
  if (isPlaceholder(sent)) return sent;
  const language =
    languages.canonical(cut(sent, COLUMN_LENGTH.language)) ?? (file && languages.ofFile(file));
  return language ? cut(language, COLUMN_LENGTH.language) : null;
}

/**
 * Reads one heartbeat of a WakaTime client (spec/wakatime 1.5): `entity` and `time` must be there.
 * It claims no duration. Project, branch and language may still be placeholders.
 */
export function parseWakatime(value: unknown, context: WakatimeContext): Heartbeat | Problem {
  if (!isFields(value)) {
    return { field: 'heartbeat', error: 'A heartbeat must be a JSON object.' };
  }
  const entity = toPath(value.entity);
  if (entity === '') return { field: 'entity', error: 'entity is missing: a path, URL or name.' };
  const time = parseTime(value.time ?? value.timestamp, context.nowSeconds);
  if (isProblem(time)) return time;
  if (time === null) return { field: 'time', error: 'time is missing: send Unix seconds.' };

  const origin = readOrigin(value, context);
  const sent = {
    type: toName(value.type),
    entity,
    category: toName(value.category),
    project: toName(value.project),
    branch: toName(value.branch),
    language: toName(value.language),
    isWrite: toFlag(value.is_write),
    claimedSeconds: null,
    editor: origin.editor ?? '',
    os: origin.os ?? '',
    machine: origin.machine,
  };
  const entityType = toEntityType(sent.type);
  return {
    time,
    project: cut(sent.project, COLUMN_LENGTH.project),
    file: cutOrNull(entity, PATH_LENGTH),
    entityType,
    language: readLanguage(sent.language, entityType === 'file' ? entity : null, context),
    branch: cutOrNull(sent.branch, COLUMN_LENGTH.branch),
    commit: null,
    workspaceRoot: null,
    packagePath: null,
    isWrite: sent.isWrite,
    editor: cutOrNull(sent.editor, COLUMN_LENGTH.editor),
    os: cutOrNull(sent.os, COLUMN_LENGTH.os),
    machine: cutOrNull(sent.machine, COLUMN_LENGTH.machine),
    category:
      cutOrNull(sent.category.toLowerCase(), COLUMN_LENGTH.category) ?? defaultCategory(entityType),
    claimedSeconds: null,
    extra: collectExtra(value, {
      plugin: origin.plugin,
      editor_version: origin.editorVersion,
      ai_model: origin.aiModel,
    }),
    contentHash: contentHash(sent),
  };
}
