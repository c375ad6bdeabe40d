import { expect, test } from 'bun:test';
import { describeAccess } from './access-words.ts';
import type { Access } from './plugins.ts';

const nothing: Access = {
  hooks: [],
  endpoints: [],
  tables: [],
  hosts: [],
  uses_eval: false,
  widget: false,
};
const say = (access: Partial<Access>, hasExternalAccess = false) =>
  describeAccess({ ...nothing, ...access }, hasExternalAccess);

test('what leaves the instance or cannot be read comes first', () => {
  const facts = say({ widget: true, hosts: ['api.example.org'], uses_eval: true });
  expect(facts.map(({ weight }) => weight)).toEqual(['care', 'care', 'plain']);
  expect(facts[0]?.names).toEqual(['api.example.org']);
});

test('each hook is said, those that we do not know too', () => {
  const texts = say({ hooks: ['on_tick', 'on_full_moon'] }).map(({ text }) => text);
  expect(texts[0]).toContain('once a minute');
  expect(texts[1]).toContain('on_full_moon');
});

test('an author’s word about other servers counts where the script names none', () => {
  expect(say({}, true)).toHaveLength(1);
  expect(say({}, true)[0]?.weight).toBe('care');
});

test('no script does nothing', () => {
  expect(say({})[0]?.text).toContain('does nothing');
});
