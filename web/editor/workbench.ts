/** The drafts of one account as the page edits them: which is open, what changes, when it is kept. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { CodeView } from './code-view.ts';
import { type Draft, makeDraft, type Simulation } from './draft.ts';
import type { DraftStore } from './draft-store.ts';
import type { Meta } from './meta.ts';
import { type Output, openOutput } from './output.ts';
import type { Problem } from './script-outline.ts';
import { TEMPLATES, type TemplateKind } from './templates/templates.ts';

/** After the last key. What is younger is kept when the page is left. */
const KEEP_AFTER_MS = 300;

export interface Workbench {
  draft: ReadonlySignal<Draft>;
  /** The last changed first. */
  drafts: ReadonlySignal<readonly Draft[]>;
  /** False: the browser refused to keep the last change. */
  isKept: ReadonlySignal<boolean>;
  output: Output;
  changeCode(code: string): void;
  changeMeta(fields: Partial<Meta>): void;
  changeSimulation(fields: Partial<Simulation>): void;
  select(id: string): void;
  /** Another draft, which is then open. */
  add(given: Parameters<typeof makeDraft>[1]): void;
  /** Removes the open one. */
  remove(): void;
  /** Over the script that is there. Returns what brings that one back. */
  loadTemplate(kind: TemplateKind): () => void;
  clear(): () => void;
  goTo(problem: Problem): void;
  mark(problem: Problem | null): void;
  /** The field that shows the script; null when it is gone. */
  attach(view: CodeView | null): void;
  /** Another page of the browser changed drafts. */
  refresh(): void;
  /** Keeps what is not kept yet. */
  flush(): void;
}

interface WorkbenchDependencies {
  store: DraftStore;
  clock: () => number;
  makeId: () => string;
}

export function openWorkbench({ store, clock, makeId }: WorkbenchDependencies): Workbench {
  const output = openOutput();
  const isKept = signal(true);
  const fresh = (given: Parameters<typeof makeDraft>[1] = {}) =>
    makeDraft({ id: makeId(), now: clock() }, given);
  const opened = store.findOpened();
  const draft = signal<Draft>(
    (opened === null ? null : store.find(opened)) ?? store.list()[0] ?? fresh(),
  );
  const drafts = signal<readonly Draft[]>([]);
  let view: CodeView | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function keep(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    isKept.value = store.save(draft.value);
    drafts.value = store.list();
  }

  function change(fields: Partial<Draft>): void {
    draft.value = { ...draft.value, ...fields, changedAt: clock() };
    if (timer) clearTimeout(timer);
    timer = setTimeout(keep, KEEP_AFTER_MS);
  }

  function flush(): void {
    if (timer) keep();
  }

  function show(next: Draft): void {
    draft.value = next;
    store.setOpened(next.id);
    output.clear();
    view?.open(next.code);
  }

  /** Through the field, so that it can be undone there too. */
  function replaceCode(code: string): () => void {
    const before = draft.value;
    if (view) view.replace(code);
    else change({ code });
    output.clear();
    return () => {
      if (draft.value.id === before.id) replaceCode(before.code);
    };
  }

  store.setOpened(draft.value.id);
  keep();

  return {
    draft,
    drafts,
    isKept,
    output,
    changeCode: (code) => change({ code }),
    changeMeta: (fields) => change({ meta: { ...draft.value.meta, ...fields } }),
    changeSimulation: (fields) => change({ simulation: { ...draft.value.simulation, ...fields } }),
    select(id) {
      flush();
      const found = store.find(id);
      if (found) show(found);
    },
    add(given) {
      flush();
      show(fresh(given));
      keep();
    },
    remove() {
      if (timer) clearTimeout(timer);
      timer = null;
      store.remove(draft.value.id);
      show(store.list()[0] ?? fresh());
      keep();
    },
    loadTemplate(kind) {
      const { code, mode } = TEMPLATES[kind];
      const undo = replaceCode(code);
      change({ simulation: { ...draft.value.simulation, mode } });
      return undo;
    },
    clear: () => replaceCode(''),
    goTo: (problem) => view?.goTo(problem),
    mark: (problem) => view?.mark(problem),
    attach(next) {
      view = next;
    },
    refresh() {
      drafts.value = store.list();
      const stored = store.find(draft.value.id);
      // What is being typed here wins: it is kept in a moment.
      if (!timer && stored && stored.changedAt > draft.value.changedAt) show(stored);
    },
    flush,
  };
}
