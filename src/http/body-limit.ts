import { AppError } from '../base/errors.ts';

const MEGABYTE = 1024 * 1024;
export const BODY_LIMIT_BYTES = 4 * MEGABYTE;
/** Ten thousand heartbeats of two kilobytes fit three times. */
export const IMPORT_LIMIT_BYTES = 64 * MEGABYTE;

const IMPORT_PATH = '/api/v1/import';

function tooLarge(limit: number): AppError {
  return new AppError(
    'too_large',
    `The body is larger than ${limit / MEGABYTE} MB. Send it in smaller parts.`,
  );
}

/**
 * Refuses a body that is too large: by its declared length before a byte is read, else while it is
 * read. Returns the body to hand on: undefined when the request's own may be used.
 */
export async function limitBody(
  request: Request,
  path: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const limit = path === IMPORT_PATH ? IMPORT_LIMIT_BYTES : BODY_LIMIT_BYTES;
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > limit) throw tooLarge(limit);
    return undefined; // the HTTP parser reads no more than was declared
  }
  if (!request.body) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
