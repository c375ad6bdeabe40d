import { AppError } from '../base/errors.ts';

/** JSON that may have been encoded twice (VS Code for the web). Throws `invalid`. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch (cause) {
    throw new AppError('invalid', 'The body is not JSON. Send a heartbeat or an array of them.', {
      cause,
    });
  }
}

/** A body as JSON, whatever its content type says. Its size is limited by the server. */
export async function readJson(request: Request): Promise<unknown> {
  return parseJson((await request.text()).replace(/^\ufeff/, ''));
}

/** A body as text, piece by piece as it arrives. */
export async function* readTextChunks(request: Request): AsyncGenerator<string, void, undefined> {
  if (!request.body) return;
  const decoder = new TextDecoder();
  for await (const chunk of request.body) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The heartbeats of a JSON body: an array, `{ heartbeats: […] }` or one object. */
export function listItems(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null) {
    return 'heartbeats' in value && Array.isArray(value.heartbeats) ? value.heartbeats : [value];
  }
  throw new AppError('invalid', 'The body must be a heartbeat or an array of heartbeats.');
}
