/** What is too deep for recursive parsers, found without recursion. */
import {
  MAX_JSON_DEPTH,
  MAX_PATTERN_LENGTH,
  MAX_PATTERN_PARTS,
  MAX_SQL_LENGTH,
  MAX_TEXT_NESTING,
} from './limits.ts';
import { refuse } from './problem.ts';

/** How deep the brackets of `text` nest, wherever they stand. */
function nesting(text: string, open: string, close: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (open.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (close.includes(character) && depth > 0) depth -= 1;
  }
  return deepest;
}

/**
 * Refuses what must not reach the parser, or would reach the database as other text than the
 * parser's: lone surrogates are encoded differently by each.
 */
export function checkSqlText(sql: string): void {
  if (sql.length > MAX_SQL_LENGTH) {
    refuse(`The statement is longer than ${MAX_SQL_LENGTH} characters. Pass data as parameters.`);
  }
  if (sql.includes('\0') || !sql.isWellFormed()) {
    refuse('The statement contains characters that are no text.');
  }
  if (nesting(sql, '([', ')]') > MAX_TEXT_NESTING) {
    refuse('The statement has too many parentheses within each other.');
  }
}

/**
 * How deep the values of a JSON text nest, up to where it stops being JSON: brackets within strings
 * do not count. Every text may become jsonb, so every text is measured.
 */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isString) {
      if (character === '\\') index += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

/** Refuses a text that could not become jsonb without danger. */
export function checkJsonDepth(text: string): void {
  if (text.length > MAX_JSON_DEPTH && jsonDepth(text) > MAX_JSON_DEPTH) {
    refuse(`JSON may have ${MAX_JSON_DEPTH} values within each other; this one has more.`);
  }
}

/** Refuses a regular expression, LIKE pattern or format that is too long or has too many parts. */
export function checkPatternText(pattern: string): void {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    refuse(`A pattern can have ${MAX_PATTERN_LENGTH} characters.`);
  }
  if (pattern.split(/[(%]/).length - 1 > MAX_PATTERN_PARTS) {
    refuse(`A pattern can have ${MAX_PATTERN_PARTS} parentheses or percent signs.`);
  }
}
