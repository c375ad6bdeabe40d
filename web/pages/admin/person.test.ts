import { expect, test } from 'bun:test';
import { describePerson, type Person } from './person.ts';

const NOW = Date.parse('2026-03-09T12:00:00Z');
const person: Person = {
  id: '1',
  username: 'ada',
  display_name: null,
  is_admin: false,
  created_at: '2026-03-02T12:00:00Z',
  disabled_at: null,
  last_active_at: null,
};

test('a person is described by what an administrator must know first', () => {
  const describe = (more: Partial<Person>) => describePerson({ ...person, ...more }, NOW, 'en');
  expect(describe({})).toBe('joined 7 days ago');
  expect(describe({ last_active_at: '2026-03-09T11:55:00Z' })).toBe(
    'here 5 minutes ago, joined 7 days ago',
  );
  expect(describe({ disabled_at: '2026-03-08T12:00:00Z' })).toBe('disabled yesterday');
});
