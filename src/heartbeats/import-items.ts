import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError, messageOf } from '../base/errors.ts';
import { fromCsvRecord, isCsvRecord } from './csv.ts';
import { isFields } from './fields.ts';
import { listItems, parseJson, readTextChunks } from './request-body.ts';

/** An item that could not even be read as JSON. */
export class Unreadable {
  constructor(readonly error: string) {}
}

/** How much of a body is looked at to tell its format (UTF-16 units). */
const SNIFF_LENGTH = 65_536;

type Chunks = AsyncGenerator<string, void, undefined>;

async function* startingWith(head: string, rest: Chunks): Chunks {
  try {
    yield head;
    yield* rest;
  } finally {
    await rest.return(); // an import that ends early leaves no body open
  }
}

/** Reads until the first line is complete, or enough is known. */
async function readHead(chunks: Chunks): Promise<string> {
  let head = '';
  while (head.length < SNIFF_LENGTH && !head.trimStart().includes('\n')) {
    const { value, done } = await chunks.next();
    if (done) break;
    head += value;
  }
  return head;
}

/** Whether a body that starts like a JSON object is one object a line. */
function startsWithJsonLine(head: string): boolean {
  try {
    const first: unknown = JSON.parse(head.trimStart().split('\n', 1)[0] ?? '');
    return isFields(first) && !Array.isArray(first.heartbeats);
  } catch {
    return false;
  }
}

async function* readArray(chunks: Chunks): AsyncGenerator<unknown> {
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  yield* listItems(parseJson(parts.join('')));
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return new Unreadable('This line is not JSON.');
  }
}

async function* readLines(chunks: Chunks): AsyncGenerator<unknown> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield parseLine(line);
  }
  if (rest.trim()) yield parseLine(rest);
}

async function* readCsv(chunks: Chunks): AsyncGenerator<unknown> {
  const parser = parse({
    bom: true,
    columns: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // The parser carries a failure of either stream to the loop below.
  pipeline(Readable.from(chunks), parser, () => {});
  try {
    for await (const record of parser) yield isCsvRecord(record) ? fromCsvRecord(record) : record;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AppError('invalid', `The CSV cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/**
 * The items of an import, read as they arrive: a JSON array, `{ heartbeats: […] }`, one object, one
 * object a line (NDJSON), or CSV with a header line. The body's first characters tell which, because
 * few clients send the right content type. A JSON body is the only one that is held in memory.
 */
export async function* readItems(request: Request): AsyncGenerator<unknown> {
  const type = request.headers.get('content-type') ?? '';
  const rest = readTextChunks(request);
  const head = await readHead(rest);
  const chunks = startingWith(head, rest);
  const start = head.trimStart();
  if (/csv/i.test(type)) yield* readCsv(chunks);
  else if (/ndjson|jsonl|json-seq/i.test(type) || startsWithJsonLine(head))
    yield* readLines(chunks);
  else if (start === '' || /^[[{"]/.test(start)) yield* readArray(chunks);
  else if (/^[^\n]*\b(time|project)\b[^\n]*,/.test(start)) yield* readCsv(chunks);
  else throw new AppError('invalid', 'Send heartbeats as a JSON array, as NDJSON or as CSV.');
}
