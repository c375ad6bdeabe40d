import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that a script may name, as plugins/types.d.ts declares it. */
export interface ApiEntry {
  /** `ctx.db.query` */
  path: string;
  /** `query(sql: string, params?: readonly Json[]): Promise<Row[]>` */
  signature: string;
  isFunction: boolean;
  doc: string;
}

/** What scripts call the objects that handlers get. */
const NAMES: Readonly<Record<string, string>> = { Context: 'ctx', Heartbeat: 'heartbeat' };

const DECLARATION =
  /^\s*(?:declare (?:function|const) |readonly )?(?<name>\w+)(?<rest>\??(?:\(|:).*);$/;

/** Comments and declarations of one line each: the form that the file has. Anything else is no entry. */
export function parseApi(text: string): ApiEntry[] {
  const entries: ApiEntry[] = [];
  const within: string[] = [];
  let doc: string[] = [];
  for (const line of text.split('\n')) {
    const comment = /^\s*(?:\/\*\*|\*(?!\/))\s?(?<words>.*?)\s*(?:\*\/)?$/.exec(line)?.groups;
    const opened = /^\s*(?:interface|readonly) (?<name>\w+)(?::)? \{$/.exec(line)?.groups?.name;
    const declared = DECLARATION.exec(line)?.groups;
    const isOutside = within.length === 0;
    if (comment) {
      if (comment.words) doc.push(comment.words);
      continue;
    }
    if (opened !== undefined) {
      const name = isOutside ? NAMES[opened] : opened;
      within.push(name ?? '');
      if (name) entries.push(toEntry(within, '', doc));
    } else if (/^\s*\};?$/.test(line)) {
      within.pop();
    } else if (declared && !within.includes('') && (!isOutside || line.startsWith('declare'))) {
      entries.push(toEntry([...within, declared.name ?? ''], declared.rest ?? '', doc));
    }
    if (!/^\s*(\*\/|\/\/)/.test(line)) doc = [];
  }
  return entries;
}

function toEntry(path: string[], rest: string, doc: string[]): ApiEntry {
  return {
    path: path.join('.'),
    signature: `${path.at(-1)}${rest}`,
    isFunction: rest.startsWith('('),
    doc: doc.join(' '),
  };
}

/** Runs while the pages are built (a Bun macro): the browser gets the table alone. */
export function readApi(): ApiEntry[] {
  return parseApi(readFileSync(join(import.meta.dir, '../../plugins/types.d.ts'), 'utf8'));
}
