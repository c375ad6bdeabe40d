import type pg from 'pg';
import type { EmbeddedControls, Engine } from './engine.ts';

/** A cancel can fall between two protocol messages and be lost, so it is repeated. */
const CANCEL_REPEAT_MS = 20;
/** How long the embedded backend may take to obey a cancel before it is replaced. */
export const CANCEL_GRACE_MS = 1_000;
/** A server cancels by itself; one that has said nothing for this much longer is not there. */
const SERVER_GRACE_MS = 5_000;

function limitEmbedded(embedded: EmbeddedControls, limitMs: number): () => void {
  let repeat: Timer | undefined;
  let hard: Timer | undefined;
  const soft = setTimeout(() => {
    embedded.cancel();
    repeat = setInterval(() => embedded.cancel(), CANCEL_REPEAT_MS);
    hard = setTimeout(() => {
      clearInterval(repeat);
      embedded.replace(`a statement did not stop at its limit of ${limitMs} ms`);
    }, CANCEL_GRACE_MS);
  }, limitMs);
  return () => {
    clearTimeout(soft);
    clearInterval(repeat);
    clearTimeout(hard);
  };
}

/**
 * Starts to watch over one statement that is sent now; call the result when it has ended. On the
 * embedded database the statement is cancelled at `limitMs` (57014), and the backend replaced when
 * that does not help. A server is told its limits in SQL; here only a dead connection is cut.
 *
 * A cancel never hits the next statement: the next one is sent after the end of this one was seen,
 * so after the last cancel, and Postgres drops a cancel that it finds when it begins to read.
 */
export function watchLimit(engine: Engine, client: pg.ClientBase, limitMs: number): () => void {
  if (engine.embedded) return limitEmbedded(engine.embedded, limitMs);
  const cut = setTimeout(() => void (client as pg.Client).end(), limitMs + SERVER_GRACE_MS);
  return () => clearTimeout(cut);
}
