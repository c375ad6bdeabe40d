import { expect, test } from 'bun:test';
import { at, openTestStats } from '../testing.ts';
import * as shapes from './shapes.ts';
import { LINE_CHANGE_HEARTBEATS } from './store.ts';

test('changed lines are searched in the newest heartbeats, and the answer says since when', async () => {
  const world = await openTestStats();
  world.time.now = Date.parse('2026-03-11T15:00:00Z');
  const person = await world.add();
  const first = at('2026-03-10T00:00:00Z');
  const extra = { ai_line_changes: 1, human_line_changes: 2 };
  await world.record(
    person,
    Array.from({ length: LINE_CHANGE_HEARTBEATS + 1 }, (_, n) => ({ at: first + n, extra })),
  );
  const { ai } = await world.ask(shapes.Overview, '/api/v1/stats/overview', person);
  expect(ai).toMatchObject({
    ai_line_changes: LINE_CHANGE_HEARTBEATS,
    human_line_changes: 2 * LINE_CHANGE_HEARTBEATS,
    lines_since: '2026-03-10T00:00:01Z',
  });
});
