/** One attack against a sandbox: runs it, and lists what did not go as it must. */
import { join } from 'node:path';
import type { Job, Outcome, Sandbox } from '../contract.ts';
import {
  ERROR_MESSAGE_CHARACTERS,
  ERROR_NAME_CHARACTERS,
  ERROR_STACK_CHARACTERS,
  LOG_CHARACTERS,
  LOG_LINE_CHARACTERS,
  LOG_LINES,
  RESULT_BYTES,
} from '../limits.ts';
import { type Attack, script } from './attack.ts';
import { openHost } from './host.ts';
import type { Lie } from './inspections.ts';

/** Short, so that hundreds of endless scripts can be tried. */
export const LIMIT_MS = 300;
/** From the limit to the outcome: the child is killed, on a busy machine. */
export const GRACE_MS = 2_500;

const CONTEXT = {
  user_id: '00000000-0000-4000-8000-000000000001',
  config: { base_url: 'https://hearthbeat.test' },
};
const HEARTBEAT = {
  project: 'hearthbeat',
  language: 'TypeScript',
  duration: 30,
  time: 1_700_000_000,
};

const GOOD = script`
  let runs = 0;
  async function on_heartbeat(ctx, heartbeat) {
    runs += 1;
    const value = await ctx.redis.get('good');
    log('good', heartbeat.project);
    const sorted = [3, 1, 2].sort().map((n) => n * 2);
    return { runs, value, project: heartbeat.project, sorted, text: JSON.stringify({ a: [1] }) };
  }`;
const GOOD_JSON = JSON.stringify({
  runs: 1,
  value: 'value of good',
  project: HEARTBEAT.project,
  sorted: [2, 4, 6],
  text: '{"a":[1]}',
});

/** Texts that only the host knows: none of them may come out of a run. */
const HOST_TEXTS = [
  join(import.meta.dir, '../../..'),
  'node_modules',
  '.ts:',
  'secret',
  process.execPath,
];

const toJob = (key: string, source: string, attack?: Attack): Omit<Job, 'host'> => ({
  key,
  source,
  call: attack?.call ?? { kind: 'hook', name: 'on_heartbeat' },
  context: CONTEXT,
  argument: attack?.argument ?? HEARTBEAT,
  limitMs: LIMIT_MS,
});

/** An outcome in one line, for a reader. */
export function toText(outcome: Outcome): string {
  if (outcome.ok) return `ok ${outcome.json.slice(0, 120)}`;
  const { kind, name, message } = outcome.error;
  return `${kind} ${name.slice(0, 40)}: ${message.slice(0, 120)}`;
}

const OUTCOME_KEYS = ['ok', 'json', 'error', 'logs', 'droppedLogs', 'usage'];
const ERROR_KEYS = ['kind', 'name', 'message', 'line', 'column', 'stack'];

const strangeKeys = (value: object, known: readonly string[]): string[] =>
  Object.keys(value).filter((key) => !known.includes(key));

const isPlace = (value: number | undefined): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value > 0);

/** What no outcome may be, whatever the guest did. */
function* findFaults(outcome: Outcome): Generator<string> {
  const strange = strangeKeys(outcome, OUTCOME_KEYS);
  if (strange.length > 0) yield `the outcome has ${strange}`;
  const characters = outcome.logs.reduce((sum, { text }) => sum + text.length, 0);
  if (outcome.logs.length > LOG_LINES) yield `${outcome.logs.length} log lines`;
  if (characters > LOG_CHARACTERS + LOG_LINE_CHARACTERS) yield `${characters} characters of logs`;
  for (const { text, level } of outcome.logs) {
    if (text.length > LOG_LINE_CHARACTERS + 1) yield `a log line of ${text.length} characters`;
    if (!['log', 'warn', 'error'].includes(level)) yield `a log line of level ${level}`;
  }
  if (outcome.ok) {
    if (Buffer.byteLength(outcome.json) > RESULT_BYTES) yield `a result of ${outcome.json.length}`;
    try {
      JSON.parse(outcome.json);
    } catch {
      yield `a result that is no JSON: ${outcome.json.slice(0, 80)}`;
    }
    return;
  }
  const { error } = outcome;
  if (strangeKeys(error, ERROR_KEYS).length > 0) yield `the error has ${Object.keys(error)}`;
  if (typeof error.name !== 'string' || error.name.length > ERROR_NAME_CHARACTERS)
    yield 'a bad name';
  if (typeof error.message !== 'string' || error.message.length > ERROR_MESSAGE_CHARACTERS) {
    yield 'a bad message';
  }
  if ((error.stack?.length ?? 0) > ERROR_STACK_CHARACTERS) yield 'a long stack';
  if (!isPlace(error.line) || !isPlace(error.column)) yield `line ${error.line}:${error.column}`;
}

function* findLeaks(outcome: Outcome): Generator<string> {
  const text = JSON.stringify(outcome);
  for (const known of HOST_TEXTS) if (text.includes(known)) yield `the outcome tells ${known}`;
}

function* judge(attack: Attack, outcome: Outcome, tookMs: number): Generator<string> {
  if (!attack.ends.includes(outcome.ok ? 'ok' : outcome.error.kind)) {
    yield `ended as ${toText(outcome)}, not ${attack.ends.join(' or ')}`;
  }
  if (tookMs > LIMIT_MS + GRACE_MS) yield `took ${Math.round(tookMs)} ms`;
  if (outcome.ok && attack.returns !== undefined && outcome.json !== attack.returns) {
    yield `returned ${outcome.json.slice(0, 200)}, not ${attack.returns}`;
  }
  yield* findFaults(outcome);
  yield* findLeaks(outcome);
}

export interface Trial {
  attack: Attack;
  outcome: Outcome;
  /** Without the time in the queue. */
  tookMs: number;
  problems: string[];
}

/** Runs a plugin that harms nobody; says what is wrong with what it returned. */
export async function listGoodProblems(sandbox: Sandbox): Promise<string[]> {
  const host = openHost();
  const job = { ...toJob('good', GOOD), host: host.call, limitMs: 10_000, mayOverlap: true };
  const outcome = await sandbox.run(job);
  const isRight =
    outcome.ok &&
    outcome.json === GOOD_JSON &&
    outcome.logs.length === 1 &&
    outcome.logs[0]?.text === `good ${HEARTBEAT.project}`;
  return isRight ? [] : [`a good run beside it or after it: ${toText(outcome)}`];
}

/** What the attack left behind, seen by its own plugin and by another one. */
async function listTrailProblems(sandbox: Sandbox, attack: Attack): Promise<string[]> {
  const { afterwards } = attack;
  if (afterwards === undefined) return [];
  const problems: string[] = [];
  for (const key of [attack.what, attack.what, `${attack.what}, another plugin`]) {
    const outcome = await sandbox.run({ ...toJob(key, afterwards.script), host: openHost().call });
    if (outcome.ok && outcome.json === afterwards.returns) continue;
    problems.push(`afterwards: ${toText(outcome)}, not ${afterwards.returns}`);
  }
  return problems;
}

const CAPABILITY_KEYS = ['hooks', 'endpoints'];

/** Looks at a script that lies; says what is wrong with what was found. */
export async function listLieProblems(sandbox: Sandbox, lie: Lie): Promise<string[]> {
  const inspection = await sandbox.inspect(lie.script);
  const text = JSON.stringify(inspection);
  const problems = HOST_TEXTS.filter((known) => text.includes(known)).map(
    (known) => `tells ${known}`,
  );
  if (text.length > RESULT_BYTES) problems.push(`found ${text.length} characters`);
  if (!inspection.ok) return lie.finds ? [...problems, `failed: ${text.slice(0, 200)}`] : problems;
  const { hooks, endpoints } = inspection.capabilities;
  const isShaped =
    strangeKeys(inspection.capabilities, CAPABILITY_KEYS).length === 0 &&
    [hooks, endpoints].every(
      (all) => Array.isArray(all) && all.every((name) => typeof name === 'string'),
    );
  if (!isShaped) problems.push(`has another shape: ${text.slice(0, 200)}`);
  if (lie.finds && !Bun.deepEquals({ hooks, endpoints }, lie.finds)) problems.push(`found ${text}`);
  return problems;
}

/** Runs the attack with a good plugin beside it and after it. */
export async function tryAttack(sandbox: Sandbox, attack: Attack): Promise<Trial> {
  const host = openHost();
  const startedAt = performance.now();
  const attacking = sandbox.run({ ...toJob(attack.what, attack.script, attack), host: host.call });
  const timed = attacking.then((outcome) => ({
    outcome,
    tookMs: performance.now() - startedAt - outcome.usage.waitedMs,
  }));
  const [{ outcome, tookMs }, beside] = await Promise.all([timed, listGoodProblems(sandbox)]);
  const problems = [
    ...judge(attack, outcome, tookMs),
    ...host.violations.map((violation) => `the host was asked for ${violation}`),
    ...beside,
    ...(await listTrailProblems(sandbox, attack)),
    ...(await listGoodProblems(sandbox)),
  ];
  return { attack, outcome, tookMs, problems };
}
