import { expect, test } from 'bun:test';
import { makeDraft } from './draft.ts';
import { openDraftStore } from './draft-store.ts';

/** As a browser's, with room for so many characters. */
function openStorage(room = 10_000) {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem(key: string, value: string) {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

const clock = () => 1_000;
const draft = (id: string, now: number) => makeDraft({ id, now }, { code: `code of ${id}` });

test('drafts come back as they were, the last changed first', () => {
  const storage = openStorage();
  const store = openDraftStore(storage, 'ada', clock);
  expect(store.save(draft('a', 1))).toBe(true);
  store.save(draft('b', 3));
  store.save(draft('c', 2));
  store.setOpened('c');
  const later = openDraftStore(storage, 'ada', clock);
  expect(later.list().map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  expect(later.find('a')).toEqual(draft('a', 1));
  expect(later.findOpened()).toBe('c');
  later.remove('b');
  expect(later.find('b')).toBeNull();
});

test('another account on the same browser has its own', () => {
  const storage = openStorage();
  openDraftStore(storage, 'ada', clock).save(draft('a', 1));
  const other = openDraftStore(storage, 'ada2', clock);
  expect(other.list()).toEqual([]);
  expect(other.find('a')).toBeNull();
});

test('what others left under such a key is no draft', () => {
  const storage = openStorage();
  storage.setItem('hearthbeat.editor.ada.draft.x', '{"id":');
  storage.setItem('hearthbeat.editor.ada.draft.y', '{"id":"y","code":7}');
  storage.setItem(
    'hearthbeat.editor.ada.draft.z',
    '{"id":"z","code":"","simulation":{"mode":"no"}}',
  );
  const drafts = openDraftStore(storage, 'ada', clock).list();
  expect(drafts).toMatchObject([{ id: 'z', simulation: { mode: 'on_heartbeat', body: '{}' } }]);
});

test('a browser without room says so', () => {
  expect(openDraftStore(openStorage(100), 'ada', clock).save(draft('a', 1))).toBe(false);
});
