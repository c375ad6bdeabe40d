import type { Dimension } from '../../wire.ts';

/** How a page about one value speaks of it. */
export interface ValueWords {
  /** Above the name. */
  kind: string;
  /** In a sentence: "No project of that name". */
  noun: string;
  /** When the name is '': the time that no client named one for. */
  unknown: string;
}

export const VALUE_WORDS: Readonly<Record<Dimension, ValueWords>> = {
  project: { kind: 'Project', noun: 'project', unknown: 'Unknown project' },
  language: { kind: 'Language', noun: 'language', unknown: 'Unknown language' },
  editor: { kind: 'Editor', noun: 'editor', unknown: 'Unknown editor' },
  machine: { kind: 'Machine', noun: 'machine', unknown: 'Unknown machine' },
  os: { kind: 'Operating system', noun: 'operating system', unknown: 'Unknown system' },
  branch: { kind: 'Branch', noun: 'branch', unknown: 'No branch' },
  category: { kind: 'Kind of work', noun: 'kind of work', unknown: 'Unknown kind of work' },
};
