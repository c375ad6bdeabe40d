/** Runs of hooks and endpoints on the server: the same sandbox as in earnest, leaving no trace. */
import type { Api } from '../api.ts';
import { type Draft, isRecord, type Mode, type Simulation } from './draft.ts';
import { isName } from './meta.ts';
import { addLog, type Output } from './output.ts';
import type { Problem } from './script-outline.ts';
import type { RunAnswer } from './wire.ts';

const SECOND_MS = 1_000;

/** `0.12s` */
export const toSeconds = (ms: number) => `${(ms / SECOND_MS).toFixed(2)}s`;

interface RunBody {
  code: string;
  trigger: string;
  rpc_body?: unknown;
  heartbeat?: Record<string, unknown>;
  name?: string;
}

type Parsed = { ok: true; value: unknown } | { ok: false; sentence: string };

/** JSON as a person types it; nothing stands for `{}`. */
export function parseBody(text: string): Parsed {
  try {
    return { ok: true, value: text.trim() === '' ? {} : JSON.parse(text) };
  } catch (error) {
    return { ok: false, sentence: error instanceof Error ? error.message : String(error) };
  }
}

/** The sentence under the field of a mode; null when it may be run. */
export function problemOfInput({ mode, heartbeat, body }: Simulation): string | null {
  if (mode !== 'on_heartbeat' && mode !== 'rpc') return null;
  const parsed = parseBody(mode === 'rpc' ? body : heartbeat);
  if (!parsed.ok) return `This is no JSON: ${parsed.sentence}`;
  if (mode === 'rpc' || isRecord(parsed.value)) return null;
  return 'A heartbeat is an object: { "project": "…" }';
}

/** What is sent for a draft, once `problemOfInput` has nothing to say. */
export function toRunBody({ code, meta, simulation }: Draft, handler: string): RunBody {
  const { mode, heartbeat, body } = simulation;
  const named = isName(meta.name) ? { name: meta.name } : {};
  if (mode === 'rpc') {
    const parsed = parseBody(body);
    return { code, trigger: `rpc:${handler}`, rpc_body: parsed.ok ? parsed.value : {}, ...named };
  }
  const mock = parseBody(heartbeat);
  const isMock = mode === 'on_heartbeat' && mock.ok && isRecord(mock.value);
  return {
    code,
    trigger: mode,
    ...(isMock && isRecord(mock.value) && { heartbeat: mock.value }),
    ...named,
  };
}

export const nameOfRun = (mode: Mode, handler: string) =>
  mode === 'rpc' ? `rpc:${handler}` : mode;

function problemIn({ error, stderr }: RunAnswer): Problem | null {
  if (!error || error.line === null) return null;
  return { line: error.line, column: error.column ?? 1, message: stderr };
}

/** Writes an answer out. Returns where the run failed, when that is known. */
export function writeAnswer(output: Output, answer: RunAnswer): Problem | null {
  for (const { level, text } of answer.logs) addLog(output, level, text);
  if (answer.dropped_logs > 0)
    output.add('note', `${answer.dropped_logs} more lines were not kept.`);
  const problem = problemIn(answer);
  if (!answer.success) output.add('error', answer.stderr, problem ?? undefined);
  else if (answer.result !== null) output.add('result', JSON.stringify(answer.result, null, 2));
  const words = answer.success ? '✓ Completed successfully' : '✗ Failed';
  output.add('done', `${words} · exit ${answer.exit_code} · ${toSeconds(answer.duration_ms)}`);
  output.setStatus(answer.success ? 'ok' : 'error');
  return problem;
}

/** Runs a draft on the server. Throws ApiError when there is no answer. */
export async function runOnServer(api: Api, draft: Draft, handler: string): Promise<RunAnswer> {
  return api.post<RunAnswer>('api/v1/cteditor/run', toRunBody(draft, handler));
}
