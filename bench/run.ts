/**
 * `bun bench/run.ts [section…]`: measures and prints one table. On the embedded database, and also
 * on a real Postgres when HEARTHBEAT_BENCH_DATABASE_URL names one on which databases may be made.
 */
import { measureImport } from './import.ts';
import { measureIngest } from './ingest.ts';
import { embeddedKind, type Kind, serverKind } from './places.ts';
import { measureStarts } from './start.ts';
import { measureSummary } from './summary.ts';
import { type Line, toTable } from './table.ts';

const sections: Record<string, (kind: Kind) => Promise<Line[]>> = {
  ingest: measureIngest,
  import: measureImport,
  summary: measureSummary,
  start: measureStarts,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(sections);
const serverUrl = process.env.HEARTHBEAT_BENCH_DATABASE_URL;
const kinds = [embeddedKind, ...(serverUrl ? [serverKind(serverUrl)] : [])];
const lines: Line[] = [];
for (const name of wanted) {
  const measure = sections[name];
  if (!measure) {
    console.error(`There is no section ${name}. There are: ${Object.keys(sections).join(', ')}.`);
    process.exit(2);
  }
  for (const kind of kinds) {
    console.error(`measuring ${name} (${kind.name}) …`);
    lines.push(...(await measure(kind)));
  }
}
console.log(toTable(lines));
process.exit(0);
