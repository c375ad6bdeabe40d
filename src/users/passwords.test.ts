import { expect, test } from 'bun:test';
import { MAX_WAITING, openPasswords, PASSWORD_CHARACTERS, parsePassword } from './passwords.ts';
import { CHEAP } from './testing.ts';

test('a password fits its own hash only', async () => {
  const passwords = openPasswords();
  const hash = await passwords.hash('correct horse');
  expect(hash).toStartWith('$argon2id$v=19$m=65536,t=2,p=1$');
  expect(await passwords.verify('correct horse', hash)).toBe(true);
  expect(await passwords.verify('wrong horse', hash)).toBe(false);
});

test('a password fits however the keyboard composes its letters', async () => {
  const passwords = openPasswords(CHEAP);
  const hash = await passwords.hash('Schlo\u0308sser');
  expect(await passwords.verify('Schl\u00f6sser', hash)).toBe(true);
});

test('an account without a password is refused after the same work', async () => {
  const passwords = openPasswords();
  const hash = await passwords.hash('correct horse');
  const fastest = async (stored: string | null) => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      expect(await passwords.verify('wrong horse', stored)).toBe(false);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  };
  const [missing, wrong] = [await fastest(null), await fastest(hash)];
  expect(missing).toBeGreaterThan(wrong / 3); // a skipped hash would take a thousandth
});

test('a flood waits in a queue that ends', async () => {
  const passwords = openPasswords(CHEAP);
  const flood = Array.from({ length: MAX_WAITING + 5 }, () => passwords.verify('guess', null));
  const results = await Promise.allSettled(flood);
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(3); // two run, MAX_WAITING wait
  for (const result of refused) expect(result).toMatchObject({ reason: { code: 'unavailable' } });
  expect(await passwords.verify('guess', null)).toBe(false); // and turns are free again
});

test('a new password has a sane length', () => {
  const { min, max } = PASSWORD_CHARACTERS;
  for (const length of [min, max]) expect(parsePassword('x'.repeat(length))).toHaveLength(length);
  for (const length of [0, min - 1, max + 1]) {
    expect(() => parsePassword('x'.repeat(length), 'new_password')).toThrow('8 to 256 characters');
  }
});
