/** Every bound on plugins' SQL, with its unit. */
import { SECOND_MS } from '../../base/time.ts';

/** Time of one statement on the operator's Postgres. */
export const STATEMENT_LIMIT_MS = 5 * SECOND_MS;
/**
 * The embedded Postgres has one connection: while a plugin's statement runs, heartbeats and pages
 * wait for it. Five seconds would be noticed by everybody.
 */
export const EMBEDDED_STATEMENT_LIMIT_MS = 2 * SECOND_MS;
/** A person's whole history goes with `DELETE FROM users WHERE id = $1`, which nothing can slow down. */
export const REMOVAL_LIMIT_MS = 60 * SECOND_MS;

/** Statements at a time over all users; the rest of the pool is for the program. */
export const CONCURRENT_STATEMENTS = 4;
export const EMBEDDED_CONCURRENT_STATEMENTS = 1;
/** Statements of one user that wait, the running one included. */
export const MAX_WAITING_PER_USER = 64;
/** Statements of all users that wait. */
export const MAX_WAITING = 1_024;

/** Rows that one statement may return. */
export const MAX_ROWS = 10_000;
/** Rows that one statement may insert, update or delete. */
export const MAX_CHANGED_ROWS = 10_000;
/** UTF-8 bytes of a result as Postgres prints it. */
export const MAX_RESULT_BYTES = 8 * 1024 * 1024;

/**
 * What the planner may expect a statement over several relations to cost. Good statements over a
 * busy year stay a hundred times below; a cross join of two years of heartbeats is far above.
 */
export const MAX_COST = 1_000_000;
export const EMBEDDED_MAX_COST = 250_000;

/** UTF-16 code units of a statement. */
export const MAX_SQL_LENGTH = 20_000;
/** Parentheses and brackets within each other in the text, before it is parsed. */
export const MAX_TEXT_NESTING = 100;
/** Nodes within each other in the parsed statement; a chain of operators nests too. */
export const MAX_TREE_DEPTH = 250;
export const MAX_TREE_NODES = 8_000;

export const MAX_PARAMETERS = 1_000;
/** UTF-16 code units of all parameters of a statement. */
export const MAX_PARAMETERS_LENGTH = 1024 * 1024;
/** JSON values within each other in a text that may become jsonb: Postgres' parser recurses. */
export const MAX_JSON_DEPTH = 200;
/** UTF-16 code units of a regular expression, a LIKE pattern or a format. */
export const MAX_PATTERN_LENGTH = 1_000;
/** Parentheses and percent signs of a pattern: Postgres recurses over them. */
export const MAX_PATTERN_PARTS = 50;
/** Larger powers of numeric have a hundred thousand digits, and cannot be interrupted. */
export const MAX_EXPONENT = 100;
/** Rows of one generate_series() whose bounds are numbers. */
export const MAX_SERIES_ROWS = 100_000;

/** Checked statements that are remembered; a checked statement is a few hundred bytes and its text. */
export const MAX_REMEMBERED_STATEMENTS = 1_000;
/** Fresh statements after which the parser gets new memory: its own only grows. */
export const PARSES_PER_INSTANCE = 2_000;

/** Writing statements that an editor's run may do, as each repeats those before it. */
export const MAX_SCOPE_WRITES = 50;
