import { expect, test } from 'bun:test';
import { ApiError } from '../api.ts';
import { openResource } from './resource.ts';

/** A question whose answers the test gives by hand. */
function askByHand() {
  const asked: { answer(value: string): void; fail(error: unknown): void; signal: AbortSignal }[] =
    [];
  const resource = openResource<string>(
    (signal) =>
      new Promise((answer, fail) => {
        asked.push({ answer, fail, signal });
      }),
  );
  return { asked, resource };
}

test('the last answer stays while the next is on its way', async () => {
  const { asked, resource } = askByHand();
  const first = resource.reload();
  asked[0]?.answer('one');
  await first;
  const second = resource.refresh();
  expect(resource.data.value).toBe('one');
  asked[1]?.answer('two');
  await second;
  expect(resource.data.value).toBe('two');
});

test('many refreshes during an answer become one more question', async () => {
  const { asked, resource } = askByHand();
  const done = resource.refresh();
  for (let count = 0; count < 5; count++) void resource.refresh();
  asked[0]?.answer('one');
  await Bun.sleep(0);
  asked[1]?.answer('two');
  await done;
  expect(asked).toHaveLength(2);
  expect(resource.data.value).toBe('two');
});

test('an answer to a dropped question is not shown, even when it comes last', async () => {
  const { asked, resource } = askByHand();
  const first = resource.reload();
  const second = resource.reload();
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[1]?.answer('new');
  asked[0]?.answer('old');
  await Promise.all([first, second]);
  expect(resource.data.value).toBe('new');
  expect(resource.isReloading.value).toBe(false);
});

test('an error leaves the last answer in place and goes with the next one', async () => {
  const { asked, resource } = askByHand();
  const first = resource.reload();
  asked[0]?.answer('one');
  await first;
  const second = resource.refresh();
  asked[1]?.fail(new ApiError('No.', { status: 503, code: 'unavailable' }));
  await second;
  expect(resource.error.value?.message).toBe('No.');
  expect(resource.data.value).toBe('one');
  const third = resource.refresh();
  asked[2]?.answer('two');
  await third;
  expect(resource.error.value).toBeNull();
});
