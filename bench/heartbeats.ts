/** Believable heartbeats for the sections that send them. */

import { isProblem } from '../src/heartbeats/fields.ts';
import type { Heartbeat } from '../src/heartbeats/heartbeat.ts';
import { openLanguages } from '../src/heartbeats/language.ts';
import { parseCodetrackr } from '../src/heartbeats/parse-codetrackr.ts';

const DAY_SECONDS = 86_400;
/** Far enough back that no run reaches today. */
const BEGINS_BEFORE_SECONDS = 300 * DAY_SECONDS;
/** About what an editor leaves between two heartbeats. */
const GAP_SECONDS = 37;
/** Heartbeats in a row that are about one file. */
const IN_ONE_FILE = 25;

const FILES = [
  { project: 'hearthbeat', lang: 'TypeScript', file: 'src/heartbeats/ingest.ts' },
  { project: 'hearthbeat', lang: 'SQL', file: 'migrations/0003_timeline.sql' },
  { project: 'hearthbeat', lang: 'TypeScript', file: 'src/stats/store.ts' },
  { project: 'website', lang: 'HTML', file: 'pages/index.html' },
  { project: 'website', lang: 'CSS', file: 'styles/base.css' },
  { project: 'firmware', lang: 'Rust', file: 'crates/sensor/src/main.rs' },
  { project: 'firmware', lang: 'TOML', file: 'crates/sensor/Cargo.toml' },
  { project: 'notes', lang: 'Markdown', file: 'journal/today.md' },
];

/** What a person works on, file by file. */
export function listSent(person: number) {
  return FILES.map(({ project, lang, file }, index) => ({
    project,
    file: `/home/person${person}/code/${project}/${file}`,
    lang,
    branch: index % 3 === 0 ? 'main' : 'next',
    editor: 'VS Code',
    os: 'Linux',
    machine: `desk-${person}`,
    is_write: index % 2 === 0,
  }));
}

/** Which of a person's files the nth heartbeat is about. */
export const fileOf = (nth: number): number => Math.floor(nth / IN_ONE_FILE) % FILES.length;

/** Unix seconds of the nth heartbeat, of a run that begins now. */
export const timeOf = (nowSeconds: number, nth: number): number =>
  Math.floor(nowSeconds) - BEGINS_BEFORE_SECONDS + nth * GAP_SECONDS;

/** The heartbeats of one person as the server reads them; the time of each is 0. */
export async function listParsed(person: number): Promise<Heartbeat[]> {
  const context = {
    nowSeconds: Date.now() / 1_000,
    languages: await openLanguages()(),
    defaultClaimSeconds: null,
  };
  return listSent(person).map((sent) => {
    const heartbeat = parseCodetrackr(sent, context);
    if (isProblem(heartbeat)) throw new Error(heartbeat.error);
    return heartbeat;
  });
}
