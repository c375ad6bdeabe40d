import { AppError } from '../base/errors.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Clients } from './clients.ts';
import { isProblem, type Problem } from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';
import { Unreadable } from './import-items.ts';
import type { Ingest, Verdict } from './ingest.ts';
import type { Languages } from './language.ts';
import { openNewest } from './newest.ts';
import type { ParseContext } from './parse-codetrackr.ts';

/**
 * Items that one request hands to the queue at a time: one flush. It reads one step ahead while
 * they are written, and no further.
 */
export const ITEMS_PER_STEP = 2_000;

export type Items = Iterable<unknown> | AsyncIterable<unknown>;
export type Parse = (value: unknown, context: ParseContext) => Heartbeat | Problem;
/** Looks at all heartbeats of a step before they are stored. */
export type Prepare = (heartbeats: Heartbeat[], languages: Languages) => Promise<Heartbeat[]>;

export interface Accept {
  /** Parses and stores one heartbeat. Throws `invalid` when it is refused. */
  one(userId: string, item: unknown, parse: Parse, prepare?: Prepare): Promise<Accepted>;
  /**
   * Parses and stores items; yields the verdicts of each step, in order. An item that is refused
   * never harms its neighbours.
   */
  all(
    userId: string,
    items: Items,
    parse: Parse,
    prepare?: Prepare,
  ): AsyncGenerator<Verdict[], void, undefined>;
}

/**
 * Told once a request's heartbeats are stored: those that were new (at most TOLD_PER_REQUEST, the
 * newest), and how many new ones were left out. Returns at once and does not throw.
 */
export type OnAccepted = (
  userId: string,
  heartbeats: readonly Heartbeat[],
  omitted: number,
) => void;

export interface Accepted {
  id: string;
  heartbeat: Heartbeat;
}

interface AcceptDependencies {
  ingest: Ingest;
  clock: Clock;
  languages: () => Promise<Languages>;
  /** Told of each request once its heartbeats are stored; absent for imports. */
  clients?: Pick<Clients, 'note' | 'noteRejection'>;
  onAccepted?: OnAccepted;
}

async function* inSteps(items: Items): AsyncGenerator<unknown[], void, undefined> {
  let step: unknown[] = [];
  for await (const item of items) {
    step.push(item);
    if (step.length < ITEMS_PER_STEP) continue;
    yield step;
    step = [];
  }
  if (step.length > 0) yield step;
}

/** An item, and what the parser made of it. */
interface Read {
  item: unknown;
  result: Heartbeat | Problem;
}

/** A refusal by the database, which blames no field. */
const toProblem = (error: string): Problem => ({ field: 'heartbeat', error });

/** Lets the queue send what it has just got, so that `work` keeps this thread busy meanwhile. */
async function afterFlushBegan<T>(work: () => Promise<T>): Promise<T> {
  await new Promise((turn) => setImmediate(turn));
  return work();
}

const invalid = (field: string, error: string) =>
  new AppError('invalid', error, { fields: { [field]: error } });

/** Connects parsing with the queue. */
export function openAccept(dependencies: AcceptDependencies): Accept {
  const { ingest, clock, languages, clients, onAccepted } = dependencies;
  const openContext = async (): Promise<ParseContext> => ({
    nowSeconds: clock() / SECOND_MS,
    languages: await languages(),
  });
  const read = (item: unknown, parse: Parse, context: ParseContext): Heartbeat | Problem =>
    item instanceof Unreadable ? { field: 'heartbeat', error: item.error } : parse(item, context);

  /** What was refused is noted; the others were seen. */
  function noteStep(
    userId: string,
    step: readonly Read[],
    verdicts: readonly Verdict[],
    now: number,
  ) {
    if (!clients) return;
    const seen: Heartbeat[] = [];
    for (const [position, { item, result }] of step.entries()) {
      const verdict = verdicts[position];
      if (isProblem(result)) clients.noteRejection(userId, item, result);
      else if (verdict && 'rejected' in verdict) {
        clients.noteRejection(userId, item, toProblem(verdict.rejected));
      } else seen.push(result);
    }
    clients.note(userId, seen, now);
  }

  async function* readSteps(items: Items, parse: Parse, context: ParseContext) {
    for await (const step of inSteps(items)) {
      yield step.map((item): Read => ({ item, result: read(item, parse, context) }));
    }
  }

  async function* all(userId: string, items: Items, parse: Parse, prepare?: Prepare) {
    const context = await openContext();
    const steps = readSteps(items, parse, context);
    const newest = openNewest();
    try {
      for (let next = steps.next(); ; ) {
        const { value: step, done } = await next;
        if (done) return;
        const good = step.flatMap(({ result }) => (isProblem(result) ? [] : [result]));
        const ready = prepare ? await prepare(good, context.languages) : good;
        const storing = ingest.add(userId, ready);
        next = afterFlushBegan(() => steps.next());
        next.catch(() => {}); // it is looked at when this step is done, or never
        const known = await storing;
        newest.add(ready, known);
        const stored = known.values();
        const verdicts = step.map(({ result }): Verdict => {
          if (isProblem(result)) return { rejected: result.error };
          const { value } = stored.next();
          if (!value) throw new Error('a heartbeat came back without a verdict');
          return value;
        });
        noteStep(userId, step, verdicts, context.nowSeconds);
        yield verdicts;
      }
    } finally {
      // Without waiting: a body that stalls must not hold back the answer that writing failed.
      steps.return().catch(() => {});
      // Also when a later part fails: what is sent again will not be new.
      const { heartbeats, omitted } = newest.end();
      if (heartbeats.length > 0) onAccepted?.(userId, heartbeats, omitted);
    }
  }

  async function one(userId: string, item: unknown, parse: Parse, prepare?: Prepare) {
    const context = await openContext();
    const parsed = read(item, parse, context);
    if (isProblem(parsed)) {
      clients?.noteRejection(userId, item, parsed);
      throw invalid(parsed.field, parsed.error);
    }
    const ready = prepare ? await prepare([parsed], context.languages) : [parsed];
    const [verdict] = await ingest.add(userId, ready);
    if (!verdict) throw new Error('a heartbeat came back without a verdict');
    if ('rejected' in verdict) {
      const problem = toProblem(verdict.rejected);
      clients?.noteRejection(userId, item, problem);
      throw invalid(problem.field, problem.error);
    }
    clients?.note(userId, [parsed], context.nowSeconds);
    if (verdict.isNew) onAccepted?.(userId, ready, 0);
    return { id: verdict.id, heartbeat: parsed };
  }

  return { all, one };
}
