/** Keeps secrets out of logs, whichever way they come in. */

export const REDACTED = '[redacted]';

/** Nesting below which a logged value is summed up instead of walked. */
export const MAX_DEPTH = 6;

const SECRET_NAME =
  /^(.*[_-])?(password|passwd|token|secret|key|api_?key|authorization|cookie|set-cookie)$/i;
const CAMEL_SECRET_NAME = /(Password|Token|Secret|ApiKey|Key|Cookie)$/;
const SECRET_PARAMETER = /([?&#](?:api_key|apikey|token|key|password|code)=)[^&\s"'#]+/gi;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi;
const CREDENTIALS = /\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
const API_KEY = /\b(?:waka_[0-9a-f-]{36}|ct_[0-9a-f]{16,})/gi;

/** Hides passwords in URLs, `api_key=` parameters, authorization values and our own API keys. */
export function redactText(text: string): string {
  return text
    .replace(SECRET_PARAMETER, `$1${REDACTED}`)
    .replace(URL_PASSWORD, `$1${REDACTED}@`)
    .replace(CREDENTIALS, `$1 ${REDACTED}`)
    .replace(API_KEY, REDACTED);
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || CAMEL_SECRET_NAME.test(name);
}

/** Plain data that is safe to print: errors become objects, secrets `[redacted]`. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[nested]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date || value instanceof URL) return redactText(String(value));
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isSecretName(name) && item !== null && item !== undefined
        ? REDACTED
        : redact(item, depth + 1),
    ]),
  );
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error ? { code: redact(error.code, depth + 1) } : {};
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) };
  return {
    name: error.name,
    message: redactText(error.message),
    ...code,
    stack: redactText(error.stack ?? ''),
    ...cause,
  };
}
