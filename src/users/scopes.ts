import { type Static, Type } from '@sinclair/typebox';
import { AppError } from '../base/errors.ts';

/**
 * What a key may do. `full`: everything its owner may. `write`: send heartbeats, so that a key in an
 * editor's settings tells nothing. `read`: numbers and what they are about (WakaTime's answers name a
 * project's files), so that a key in a status bar or readme card changes nothing and exports nothing.
 */
export const Scope = Type.Union([
  Type.Literal('full'),
  Type.Literal('write'),
  Type.Literal('read'),
]);
export type Scope = Static<typeof Scope>;

/** Where heartbeats come in, as canonical paths. */
const WRITE =
  /^\/api\/v1\/(heartbeat|heartbeats|import|plugins\/errors|users\/[^/]+\/(heartbeats|heartbeats\.bulk|external_durations|external_durations\.bulk))$/;
/** Numbers, and who they are about; whatever is new is out of reach until it is listed here. */
const READ =
  /^\/api\/v1\/(stats|leaders|meta|editors|program_languages)(\/|$)|^\/api\/v1\/(user\/me|live|heartbeats\/latest|recompute)$|^\/api\/v1\/users\/[^/]+$/;
/** WakaTime's answers about a user that are numbers; its lists of heartbeats and dumps are not. */
const READ_WAKATIME =
  /^\/api\/v1\/users\/[^/]+\/(stats|summaries|durations|all_time_since_today|statusbar|projects|goals|insights|machine_names|user_agents|leaderboards|badges?)(\/|$)/;

/** Whether a key of this scope may ask for this. `path` is canonical (http/wakatime-paths). */
export function isInScope(scope: Scope, method: string, path: string): boolean {
  if (scope === 'full') return true;
  if (scope === 'write') return method === 'POST' && WRITE.test(path);
  return (method === 'GET' || method === 'HEAD') && (READ.test(path) || READ_WAKATIME.test(path));
}

/** Whom a widget's token speaks for, besides its user. */
export interface WidgetReach {
  /** Null for a draft in the editor. */
  pluginName: string | null;
  /** Plugins whose endpoints it may call. */
  callableNames: readonly string[];
}

/** Streams are few for each person, and are for their pages. */
const LIVE = '/api/v1/live';
const RPC = /^\/api\/v1\/plugins\/([^/]+)\/rpc\/[^/]+$/;

/**
 * Whether a widget may ask for this: what a read key may, endpoints of its plugins and its own
 * settings. `path` is canonical; a plugin's name needs no escaping in it (plugins/publish-fields).
 */
export function isInWidgetScope(widget: WidgetReach, method: string, path: string): boolean {
  if (method === 'POST') return widget.callableNames.includes(RPC.exec(path)?.[1] ?? '');
  if (isInScope('read', method, path)) return path !== LIVE;
  const { pluginName } = widget;
  return (
    method === 'GET' && pluginName !== null && path === `/api/v1/plugins/${pluginName}/settings`
  );
}

/** Throws `forbidden` with what a widget's token is for. */
export function requireWidgetScope(widget: WidgetReach, request: Request): void {
  if (isInWidgetScope(widget, request.method, new URL(request.url).pathname)) return;
  throw new AppError(
    'forbidden',
    `A widget reads its user's numbers and calls endpoints of installed plugins: its own, its author's and those that its description names with @, nothing else.`,
  );
}

/** Throws `forbidden` with what the key is for. */
export function requireScope(scope: Scope, request: Request): void {
  if (scope === 'full') return;
  if (isInScope(scope, request.method, new URL(request.url).pathname)) return;
  throw new AppError(
    'forbidden',
    scope === 'write'
      ? 'This key only sends heartbeats. Use a key with full access.'
      : 'This key only reads numbers. Use a key with full access.',
  );
}
