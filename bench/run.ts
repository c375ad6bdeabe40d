/**
 * `bun bench/run.ts [section…]`: measures and prints one table. Always on the embedded database.
 *
 * - HEARTHBEAT_BENCH_DATABASE_URL: also on this Postgres; the user may make and drop databases.
 * - HEARTHBEAT_BENCH_PG_RESTART: a command that restarts that Postgres, for the section `restart`.
 * - HEARTHBEAT_BINARY: the executable, in place of the sources.
 */
import { measureImport } from './import.ts';
import { measureIngest } from './ingest.ts';
import { measureOverview } from './overview.ts';
import { embeddedKind, type Kind, serverKind } from './places.ts';
import { measurePluginSql } from './plugin-sql.ts';
import { measureRestart } from './restart.ts';
import { measureSandbox } from './sandbox.ts';
import { measureStarts } from './start.ts';
import { measureSummary } from './summary.ts';
import { type Line, toTable } from './table.ts';

const sections: Record<string, (kind: Kind) => Promise<Line[]>> = {
  ingest: measureIngest,
  import: measureImport,
  summary: measureSummary,
  overview: measureOverview,
  start: measureStarts,
  restart: measureRestart,
  sandbox: measureSandbox,
  'plugin-sql': measurePluginSql,
};

/** One section on one kind of database. A failure is a line too: the others shall be seen. */
async function measureSection(name: string, kind: Kind): Promise<Line[]> {
  console.error(`measuring ${name} (${kind.name}) …`);
  try {
    return (await sections[name]?.(kind)) ?? [];
  } catch (error) {
    console.error(error);
    const section = `${name} (${kind.name})`;
    return [{ section, what: 'failed, see above', value: '', isMet: false }];
  }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(sections);
const unknown = wanted.find((name) => !(name in sections));
if (unknown) {
  console.error(`There is no section ${unknown}. There are: ${Object.keys(sections).join(', ')}.`);
  process.exit(2);
}
const serverUrl = process.env.HEARTHBEAT_BENCH_DATABASE_URL;
const kinds = [embeddedKind, ...(serverUrl ? [serverKind(serverUrl)] : [])];
const lines: Line[] = [];
for (const name of wanted) {
  for (const kind of kinds) lines.push(...(await measureSection(name, kind)));
}
console.log(toTable(lines));
// A miss is a result; only what could not be measured is an error.
process.exit(lines.some(({ value }) => value === '') ? 1 : 0);
