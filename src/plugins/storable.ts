import { AppError } from '../base/errors.ts';

/** Values within each other: Postgres' parser recurses, and the embedded one falls over its own stack. */
export const MAX_JSON_DEPTH = 50;

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** What is wrong with one value, besides the values in it. */
function problemOf(value: unknown, depth: number): string | null {
  if (depth > MAX_JSON_DEPTH) return `can have ${MAX_JSON_DEPTH} values within each other`;
  const isFine = typeof value !== 'string' || isText(value);
  return isFine ? null : 'contains characters that are no text';
}

/**
 * Throws `invalid` for JSON that Postgres refuses to hold or cannot read. Without recursion, for what
 * anybody may send; `what` begins the sentence.
 */
export function requireStorable(what: string, given: unknown): void {
  const waiting: [value: unknown, depth: number][] = [[given, 1]];
  for (const [value, depth] of waiting) {
    const problem = problemOf(value, depth);
    if (problem !== null) throw new AppError('invalid', `${what} ${problem}`);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      waiting.push([name, depth], [inner, depth + 1]);
    }
  }
}
