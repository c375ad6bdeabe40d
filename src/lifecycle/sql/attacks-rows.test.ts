/** All layers together: whatever a plugin sends, the other person's rows are neither told nor changed. */
import { expect, test } from 'bun:test';
import { addMarkedPerson, openPluginWorld, snapshotOf } from './testing.ts';
import { aim, boundByRows } from './testing-attacks.ts';
import { refusedByGate } from './testing-gate-attacks.ts';

const isReading = (sql: string) => /^(SELECT|WITH)/.test(sql);

test(`${boundByRows.length} attacks on rows reach nothing of the other person`, async () => {
  const world = await openPluginWorld();
  const { database, sql, bob } = world;
  const before = await snapshotOf(database, bob);
  let ann = world.ann;
  const leaks: string[] = [];
  for (const attack of boundByRows) {
    const text = aim(attack, bob);
    const answer = await sql.query(ann.id, text, []).then(
      (rows) => JSON.stringify(rows),
      (error: Error) => `refused: ${error.message}`,
    );
    if (answer.includes(bob.marker)) leaks.push(`told: ${attack}: ${answer}`);
    if (isReading(attack)) continue;
    if ((await snapshotOf(database, bob)) !== before) leaks.push(`changed: ${attack}`);
    ann = await addMarkedPerson(database);
  }
  expect(leaks).toEqual([]);
  expect(await snapshotOf(database, bob)).toBe(before);
});

test('what the gate refuses is refused with a sentence and changes nothing', async () => {
  const { database, bob, ann, refusal } = await openPluginWorld();
  const before = [await snapshotOf(database, bob), await snapshotOf(database, ann)];
  for (const attack of Object.values(refusedByGate).flat()) {
    expect(await refusal(aim(attack, bob))).not.toContain(bob.marker);
  }
  expect([await snapshotOf(database, bob), await snapshotOf(database, ann)]).toEqual(before);
});
