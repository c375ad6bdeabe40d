import { type Draft, parseDraft } from './draft.ts';

const PREFIX = 'hearthbeat.editor';

export interface DraftStore {
  /** The last changed first. What is no draft is left alone and not told. */
  list(): Draft[];
  find(id: string): Draft | null;
  /** False: the browser has no room, or keeps nothing. */
  save(draft: Draft): boolean;
  remove(id: string): void;
  /** The one that was open when the page was left. */
  findOpened(): string | null;
  setOpened(id: string): void;
}

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** One account's drafts in this browser, each under a key of its own. */
export function openDraftStore(storage: Kept, userId: string, clock: () => number): DraftStore {
  const draftKey = (id: string) => `${PREFIX}.${userId}.draft.${id}`;
  const openedKey = `${PREFIX}.${userId}.opened`;

  function read(key: string): Draft | null {
    try {
      return parseDraft(JSON.parse(storage.getItem(key) ?? 'null'), clock());
    } catch {
      return null; // not ours, or cut short
    }
  }

  function save(key: string, text: string): boolean {
    try {
      storage.setItem(key, text);
      return true;
    } catch {
      return false; // full, or refused in a private window
    }
  }

  return {
    list() {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      return keys
        .filter((key) => key.startsWith(draftKey('')))
        .map(read)
        .filter((draft) => draft !== null)
        .sort((a, b) => b.changedAt - a.changedAt);
    },
    find: (id) => read(draftKey(id)),
    save: (draft) => save(draftKey(draft.id), JSON.stringify(draft)),
    remove: (id) => storage.removeItem(draftKey(id)),
    findOpened: () => storage.getItem(openedKey),
    setOpened(id) {
      save(openedKey, id);
    },
  };
}
