/** Layer 1 alone, without a database: what the gate must never let through. */
import { expect, test } from 'bun:test';
import { openGate } from './gate.ts';
import { openParser } from './parser.ts';
import { PluginSqlError } from './problem.ts';
import { refusedByGate } from './testing-gate-attacks.ts';

const gate = openGate(openParser());

const verdict = (sql: string) =>
  gate.check(sql).then(
    () => 'let through',
    (error: unknown) => (error instanceof PluginSqlError ? 'refused' : String(error)),
  );

for (const [name, attacks] of Object.entries(refusedByGate)) {
  test(`${name}: ${attacks.length} attacks`, async () => {
    const wrong: string[] = [];
    for (const sql of attacks) {
      const result = await verdict(sql);
      if (result !== 'refused') wrong.push(`${result}: ${sql.slice(0, 100)}`);
    }
    expect(wrong).toEqual([]);
  });
}
