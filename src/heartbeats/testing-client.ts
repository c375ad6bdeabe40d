/**
 * What wakatime-cli does with the answer to a batch (spec/wakatime 1.6), for tests: how many
 * heartbeats go back to its offline queue, how many it forgets, and its exit code. It is as strict
 * as the strictest release (v1.90) in what it decodes, and needs 201 or 202 as all do.
 */
export interface ClientReaction {
  queued: number;
  dropped: number;
  exit: number;
}

const CATEGORIES = new Set(
  'advising,ai coding,browsing,building,code reviewing,coding,communicating,debugging,designing,indexing,learning,manual testing,meeting,notes,planning,researching,running tests,supporting,translating,writing docs,writing tests'.split(
    ',',
  ),
);
const TYPES = new Set(['file', 'app', 'domain', 'url', 'event']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function decodesHeartbeat(data: unknown): boolean {
  if (data === null || data === undefined) return true;
  if (!isObject(data)) return false;
  const { category, type, time } = data;
  return (
    (category === undefined || CATEGORIES.has(String(category))) &&
    (type === undefined || TYPES.has(String(type))) &&
    (time === undefined || typeof time === 'number')
  );
}

function decodesPair(pair: unknown): pair is [Record<string, unknown>, number] {
  if (!Array.isArray(pair) || !isObject(pair[0]) || !Number.isInteger(pair[1])) return false;
  if (pair[1] === 201 || pair[1] === 202) return decodesHeartbeat(pair[0].data);
  return typeof pair[0].error === 'string' || isObject(pair[0].errors);
}

function readPairs(body: string): [Record<string, unknown>, number][] | null {
  try {
    const { responses } = JSON.parse(body);
    return Array.isArray(responses) && responses.every(decodesPair) ? responses : null;
  } catch {
    return null;
  }
}

export function reactTo(sent: number, status: number, body: string): ClientReaction {
  if (status === 400) return { queued: sent, dropped: 0, exit: 1 };
  if (status === 401) return { queued: sent, dropped: 0, exit: 104 };
  const pairs = status === 201 || status === 202 ? readPairs(body) : null;
  if (!pairs) return { queued: sent, dropped: 0, exit: 102 };
  const statuses = pairs.slice(0, sent).map(([, itemStatus]) => itemStatus);
  const dropped = statuses.filter((itemStatus) => itemStatus === 400).length;
  const done = statuses.filter((itemStatus) => itemStatus === 201 || itemStatus === 202).length;
  return { queued: sent - dropped - done, dropped, exit: 0 };
}
