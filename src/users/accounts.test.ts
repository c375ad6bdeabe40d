import { beforeAll, describe, expect, test } from 'bun:test';
import { PASSWORD_CHARACTERS } from './passwords.ts';
import { TEXT_LIMITS, TIMEOUT_SECONDS } from './profile.ts';
import { addPerson, newUsername, openTestUsers, rejectionOf, type TestUsers } from './testing.ts';

let here: TestUsers;
beforeAll(async () => {
  here = await openTestUsers();
});

const password = 'correct horse';

test('an account is added, found in any case, and its name is taken', async () => {
  const username = newUsername();
  const added = await here.users.accounts.add({ username, password });
  expect(added).toMatchObject({
    username,
    display_name: username,
    is_admin: false,
    is_public: false,
  });
  expect(await here.users.accounts.getByName(username.toUpperCase())).toEqual(added);
  const again = here.users.accounts.add({ username: username.toUpperCase(), password });
  expect(await rejectionOf(again)).toMatchObject({ code: 'conflict' });
  expect((await here.users.accounts.list()).map(({ id }) => id)).toContain(added.id);
});

test.each(['', '-anna', '.anna', 'an na', 'änna', `a${'b'.repeat(39)}`, 'anna\n'])(
  '%j is no username',
  async (username) => {
    const refusal = await rejectionOf(here.users.accounts.add({ username, password }));
    expect(refusal).toMatchObject({ code: 'invalid', fields: { username: expect.any(String) } });
  },
);

test('a short or endless password is refused', async () => {
  for (const length of [PASSWORD_CHARACTERS.min - 1, PASSWORD_CHARACTERS.max + 1]) {
    const add = here.users.accounts.add({ username: newUsername(), password: 'x'.repeat(length) });
    expect(await rejectionOf(add)).toMatchObject({ code: 'invalid' });
  }
});

test('who is not there is not found', async () => {
  const { accounts } = here.users;
  const missing = [
    () => accounts.get(crypto.randomUUID()),
    () => accounts.getByName(newUsername()),
    () => accounts.update(crypto.randomUUID(), { bio: 'x' }),
  ];
  for (const ask of missing) {
    expect(await rejectionOf(ask())).toMatchObject({ code: 'not_found' });
  }
});

describe('the profile', () => {
  test('null and missing keep, empty clears, flags are set', async () => {
    const { id } = await addPerson(here);
    const { accounts } = here.users;
    await accounts.update(id, { bio: ' Hi\0 ', website: 'https://a.example', is_public: true });
    const kept = await accounts.update(id, { bio: null, country: 'Iceland' });
    expect(kept).toMatchObject({
      bio: 'Hi',
      website: 'https://a.example',
      is_public: true,
      country: 'Iceland',
      timezone_is_chosen: false,
    });
    expect(await accounts.update(id, { bio: '', website: '' })).toMatchObject({
      bio: null,
      website: null,
    });
  });

  const refused: [string, Record<string, unknown>][] = [
    ['display_name', { display_name: 'x'.repeat(TEXT_LIMITS.display_name + 1) }],
    ['bio', { bio: 'x'.repeat(TEXT_LIMITS.bio + 1) }],
    ['website', { website: `https://${'x'.repeat(TEXT_LIMITS.website)}` }],
    ['website', { website: 'javascript:alert(1)' }],
    ['country', { country: 'x'.repeat(TEXT_LIMITS.country + 1) }],
    ['timeout_seconds', { timeout_seconds: TIMEOUT_SECONDS.min - 1 }],
    ['timeout_seconds', { timeout_seconds: TIMEOUT_SECONDS.max + 1 }],
    ['timeout_seconds', { timeout_seconds: 90.5 }],
    ['week_start', { week_start: 0 }],
    ['week_start', { week_start: 8 }],
    ['week_start', { week_start: 1.5 }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['timezone', { timezone: '+02:00' }],
    ['timezone', { timezone: '' }],
  ];
  test.each(refused)('%s is refused with its name: %j', async (field, changes) => {
    const { id } = await addPerson(here);
    const refusal = await rejectionOf(here.users.accounts.update(id, { bio: 'x', ...changes }));
    expect(refusal).toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } });
    expect(await here.users.accounts.get(id)).toMatchObject({
      timezone: 'UTC',
      timeout_seconds: 900,
    });
  });

  test('the longest texts fit their columns', async () => {
    const { id } = await addPerson(here);
    const longest = Object.fromEntries(
      Object.entries(TEXT_LIMITS).map(([field, limit]) => [field, 'https://'.padEnd(limit, 'ü')]),
    );
    expect(await here.users.accounts.update(id, longest)).toMatchObject(longest);
  });

  test('the timeline is woken only when its settings change', async () => {
    const { id } = await addPerson(here);
    const { accounts } = here.users;
    here.settingsChanged.length = 0;
    await accounts.update(id, { bio: 'x', timezone: 'UTC', timeout_seconds: 900 });
    expect(here.settingsChanged).toEqual([]);
    await accounts.update(id, { timezone: 'asia/kolkata' });
    await accounts.update(id, { timeout_seconds: TIMEOUT_SECONDS.min });
    await accounts.update(id, { timeout_seconds: TIMEOUT_SECONDS.max });
    expect(here.settingsChanged).toEqual([id, id, id]);
    expect(await accounts.get(id)).toMatchObject({ timezone: 'Asia/Kolkata' });
  });
});

describe('the time zone that an editor tells', () => {
  test('is taken from the first that tells a known one', async () => {
    const { id } = await addPerson(here);
    here.settingsChanged.length = 0;
    expect(await here.users.suggestTimezone(id, 'Nowhere/Land')).toBe(false);
    expect(await here.users.suggestTimezone(id, 'Europe/Berlin')).toBe(true);
    expect(await here.users.suggestTimezone(id, 'Asia/Tokyo')).toBe(false);
    expect(await here.users.accounts.get(id)).toMatchObject({
      timezone: 'Europe/Berlin',
      timezone_is_chosen: true,
    });
    expect(here.settingsChanged).toEqual([id]);
  });

  test('is taken once when several tell at once', async () => {
    const { id } = await addPerson(here);
    const zones = ['Europe/Berlin', 'Asia/Tokyo', 'America/Lima'];
    const taken = await Promise.all(zones.map((zone) => here.users.suggestTimezone(id, zone)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  test('never replaces what the person chose, even when that was UTC', async () => {
    const { id } = await addPerson(here);
    await here.users.accounts.update(id, { timezone: 'UTC' });
    expect(await here.users.suggestTimezone(id, 'Asia/Tokyo')).toBe(false);
    expect(await here.users.accounts.get(id)).toMatchObject({ timezone: 'UTC' });
  });

  test('of nobody is ignored', async () => {
    expect(await here.users.suggestTimezone(crypto.randomUUID(), 'Asia/Tokyo')).toBe(false);
  });
});

test('zones of odd offsets are known to Postgres too', async () => {
  const { id } = await addPerson(here);
  for (const timezone of ['America/New_York', 'Asia/Kathmandu', 'Etc/GMT-14', 'Pacific/Chatham']) {
    expect(await here.users.accounts.update(id, { timezone })).toMatchObject({ timezone });
  }
});
