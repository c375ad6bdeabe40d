import { expect, test } from 'bun:test';
import { hashSecret } from './secrets.ts';
import { findSetupToken } from './setup-token-store.ts';
import { MAX_SETUP_TOKENS_PER_USER, SETUP_TOKEN_MS } from './setup-tokens.ts';
import { addPerson, openTestUsers } from './testing.ts';

async function open() {
  const people = await openTestUsers();
  const person = await addPerson(people);
  async function makeToken(): Promise<string> {
    const answer = await people.call('POST', '/api/v1/setup/tokens', {
      key: person.key,
      body: { base_url: 'http://host' },
    });
    const { json } = answer;
    if (typeof json !== 'object' || json === null || !('token' in json))
      throw new Error('no token');
    return String(json.token);
  }
  const find = (token: string) =>
    findSetupToken(people.database, hashSecret(token), new Date(people.time.now));
  return { ...people, person, makeToken, find };
}

test('a token ends after its minutes', async () => {
  const { makeToken, find, time } = await open();
  const token = await makeToken();
  time.now += SETUP_TOKEN_MS - 1;
  expect(await find(token)).not.toBeNull();
  time.now += 1;
  expect(await find(token)).toBeNull();
});

test('a person has so many tokens at once: one more ends the oldest', async () => {
  const { makeToken, find, time } = await open();
  const first = await makeToken();
  for (let more = 1; more < MAX_SETUP_TOKENS_PER_USER; more += 1) {
    time.now += 1;
    await makeToken();
  }
  expect(await find(first)).not.toBeNull();
  time.now += 1;
  const last = await makeToken();
  expect(await find(first)).toBeNull();
  expect(await find(last)).not.toBeNull();
});
