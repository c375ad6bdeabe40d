import { AppError } from '../base/errors.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Clients } from './clients.ts';
import { isProblem, type Problem } from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';
import { Unreadable } from './import-items.ts';
import type { Ingest, Verdict } from './ingest.ts';
import type { Languages } from './language.ts';
import type { ParseContext } from './parse-codetrackr.ts';

/** Items that one request hands to the queue at a time; it waits for them before it reads on. */
export const ITEMS_PER_STEP = 5_000;

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

const invalid = (field: string, error: string) =>
  new AppError('invalid', error, { fields: { [field]: error } });

/** Connects parsing with the queue. */
export function openAccept({ ingest, clock, languages, clients }: AcceptDependencies): Accept {
  const openContext = async (): Promise<ParseContext> => ({
    nowSeconds: clock() / SECOND_MS,
    languages: await languages(),
  });
  const read = (item: unknown, parse: Parse, context: ParseContext): Heartbeat | Problem =>
    item instanceof Unreadable ? { field: 'heartbeat', error: item.error } : parse(item, context);

  async function* all(userId: string, items: Items, parse: Parse, prepare?: Prepare) {
    const context = await openContext();
    for await (const step of inSteps(items)) {
      const parsed = step.map((item) => read(item, parse, context));
      const good = parsed.filter((result): result is Heartbeat => !isProblem(result));
      const ready = prepare ? await prepare(good, context.languages) : good;
      const stored = (await ingest.add(userId, ready)).values();
      clients?.note(userId, good, context.nowSeconds);
      yield parsed.map((result, position): Verdict => {
        if (isProblem(result)) {
          clients?.noteRejection(userId, step[position], result);
          return { rejected: result.error };
        }
        const { value } = stored.next();
        if (!value) throw new Error('a heartbeat came back without a verdict');
        return value;
      });
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
    if ('rejected' in verdict) throw invalid('heartbeat', verdict.rejected);
    clients?.note(userId, [parsed], context.nowSeconds);
    return { id: verdict.id, heartbeat: parsed };
  }

  return { all, one };
}
