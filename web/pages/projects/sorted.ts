import type { ListedProject } from '../../wire.ts';

export const SORTS = ['time', 'name', 'last'] as const;
export type Sort = (typeof SORTS)[number];

/** The order that an address asks for; the most time first when it asks for none we know. */
export function readSort(asked: string | null): Sort {
  return SORTS.find((sort) => sort === asked) ?? 'time';
}

/** Those whose name or language holds the words, in the order asked for. '' finds all. */
export function findProjects(
  projects: readonly ListedProject[],
  words: string,
  sort: Sort,
): ListedProject[] {
  const wanted = words.trim().toLowerCase();
  const found = projects.filter(({ name, language }) =>
    [name || 'unknown', language].some((text) => text.toLowerCase().includes(wanted)),
  );
  return found.sort(ORDERS[sort]);
}

const ORDERS: Readonly<Record<Sort, (a: ListedProject, b: ListedProject) => number>> = {
  time: (a, b) => b.seconds - a.seconds,
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  last: (a, b) => (b.last_seen ?? 0) - (a.last_seen ?? 0),
};
