import { expect, test } from 'bun:test';
import { LOOK_BACK_ROWS, lastKnownOf } from './placeholder-store.ts';
import { openTestHeartbeats } from './testing.ts';

test('looks back so many heartbeats and no further, so that history costs nothing', async () => {
  const house = await openTestHeartbeats();
  const { id, key } = await house.addPerson();
  const start = 1_600_000_000;
  const body = [
    { project: 'first', time: start },
    ...Array.from({ length: LOOK_BACK_ROWS }, (_, index) => ({
      project: '',
      time: start + 1 + index,
    })),
  ];
  await house.call('POST', '/api/v1/heartbeats', { key, body });
  const known = lastKnownOf(house.database, id);
  const within = start + LOOK_BACK_ROWS - 1;
  expect(await known.listProjects([within, within + 1, start - 1])).toEqual([
    { time: start, value: 'first' },
    null,
    null,
  ]);
});
