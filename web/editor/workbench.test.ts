import { expect, test } from 'bun:test';
import { openDraftStore } from './draft-store.ts';
import { TEMPLATES } from './templates/templates.ts';
import { openWorkbench } from './workbench.ts';

function openStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

/** A page on this storage; each has a clock of its own that moves with every look. */
function openPage(storage = openStorage(), startsAt = 1_000) {
  let now = startsAt;
  const clock = () => now++;
  const store = openDraftStore(storage, 'ada', clock);
  const workbench = openWorkbench({ store, clock, makeId: () => `d${clock()}` });
  return { storage, workbench };
}

test('the first visit begins with a template that is kept already', () => {
  const { storage, workbench } = openPage();
  expect(workbench.draft.value.code).toBe(TEMPLATES.both.code);
  expect(openPage(storage).workbench.draft.value.id).toBe(workbench.draft.value.id);
});

test('what was typed is there after the page was left', () => {
  const { storage, workbench } = openPage();
  workbench.changeCode('log(1)');
  workbench.changeMeta({ name: 'mine' });
  workbench.changeSimulation({ mode: 'rpc' });
  workbench.flush();
  expect(openPage(storage, 2_000).workbench.draft.value).toMatchObject({
    code: 'log(1)',
    meta: { name: 'mine', icon: '🔌' },
    simulation: { mode: 'rpc', body: '{}' },
  });
});

test('another draft leaves the first as it was, typed a moment ago or not', () => {
  const { workbench } = openPage();
  const first = workbench.draft.value.id;
  workbench.changeCode('first');
  workbench.add({ code: 'second' });
  expect(workbench.drafts.value.map(({ code }) => code)).toEqual(['second', 'first']);
  workbench.select(first);
  expect(workbench.draft.value.code).toBe('first');
  workbench.remove();
  expect(workbench.draft.value.code).toBe('second');
  workbench.remove();
  expect(workbench.draft.value.code).toBe(TEMPLATES.both.code);
  expect(workbench.drafts.value).toHaveLength(1);
});

test('a change in another window of the browser arrives, unless something is typed here', () => {
  const { storage, workbench } = openPage();
  const other = openPage(storage, 5_000).workbench;
  other.changeCode('from there');
  other.flush();
  workbench.refresh();
  expect(workbench.draft.value.code).toBe('from there');
  workbench.changeCode('from here');
  other.changeCode('from there again');
  other.flush();
  workbench.refresh();
  expect(workbench.draft.value.code).toBe('from here');
});

test('a template brings the mode that shows it', () => {
  const { workbench } = openPage();
  workbench.loadTemplate('widget');
  expect(workbench.draft.value).toMatchObject({
    code: TEMPLATES.widget.code,
    simulation: { mode: 'widget' },
  });
  const undo = workbench.clear();
  expect(workbench.draft.value.code).toBe('');
  undo();
  expect(workbench.draft.value.code).toBe(TEMPLATES.widget.code);
  workbench.add({ code: 'another' });
  undo();
  expect(workbench.draft.value.code).toBe('another');
});
