/** A call that failed, in words for the person who made it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0 when no answer came at all. */
  readonly status: number;
  /** The server's `code`; `unreachable` when no answer came. */
  readonly code: string;
  /** Sentences by form field. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(
    message: string,
    { status, code, fields = {}, cause }: Omit<ApiErrorDetails, 'message'> & { cause?: unknown },
  ) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

interface ApiErrorDetails {
  message: string;
  status: number;
  code: string;
  fields?: Record<string, string>;
}

export interface Api {
  get<Answer>(path: string, options?: { signal?: AbortSignal }): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  patch<Answer>(path: string, body: unknown): Promise<Answer>;
  remove<Answer>(path: string, body?: unknown): Promise<Answer>;
}

interface ApiDependencies {
  /** Paths are relative to this: `document.baseURI`, so that a base path needs no other care. */
  baseUri: string;
  fetch: typeof fetch;
  /** The session has ended on the server: somebody revoked it, or it ran out. */
  onUnauthorized(): void;
}

/**
 * The only place that fetches. Answers are trusted to have the type the caller names, because the
 * same build ships both sides. Throws ApiError.
 */
export function openApi({ baseUri, fetch, onUnauthorized }: ApiDependencies): Api {
  async function call<Answer>(method: string, path: string, options: RequestInit): Promise<Answer> {
    const response = await request(method, path, options);
    const text = await response.text();
    if (response.ok) return parseJson(text) as Answer;
    if (response.status === 401 && !path.startsWith('auth/')) onUnauthorized();
    const { message, ...details } = readApiError(response.status, parseJson(text));
    throw new ApiError(message, details);
  }

  async function request(method: string, path: string, options: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, baseUri), { ...options, method, cache: 'no-store' });
    } catch (cause) {
      if (options.signal?.aborted) throw cause;
      throw new ApiError('The server does not answer. Check that it runs, then try again.', {
        status: 0,
        code: 'unreachable',
        cause,
      });
    }
  }

  const sendJson = (body: unknown): RequestInit => ({
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });

  return {
    get: (path, options = {}) => call('GET', path, options),
    post: (path, body) => call('POST', path, sendJson(body)),
    put: (path, body) => call('PUT', path, sendJson(body)),
    patch: (path, body) => call('PATCH', path, sendJson(body)),
    remove: (path, body) => call('DELETE', path, body === undefined ? {} : sendJson(body)),
  };
}

/** Our own error shape, or something a proxy in between made up. */
export function readApiError(status: number, body: unknown): ApiErrorDetails {
  const known = isRecord(body) ? body : {};
  const message =
    typeof known.error === 'string'
      ? known.error
      : `The server answered with an error (${status}). Try again in a moment.`;
  return {
    message,
    status,
    code: typeof known.code === 'string' ? known.code : 'unknown',
    fields: readFields(known.fields),
  };
}

function readFields(fields: unknown): Record<string, string> {
  if (!isRecord(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => {
      return typeof entry[1] === 'string';
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
