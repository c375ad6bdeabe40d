import type { Candidate, Colour, ColourStore } from './colour-store.ts';

/** Colours that the pages can tell apart (web/ui/project-colour.ts has one for each). */
export const COLOUR_SLOTS = 8;

/** Projects that one answer names colours of at most. */
export const COLOURED_PROJECTS = 100;

export interface Colours {
  /**
   * The slots of a user's projects, of the first COLOURED_PROJECTS named; those seen for the first
   * time get theirs. The unknown project '' has none.
   */
  getColours(userId: string, projects: readonly string[]): Promise<Colour[]>;
}

/**
 * Slots for the candidates that have none, the most used first: the one that carries the least time
 * so far, the first of equals. So eight projects have eight colours, and a ninth shares its colour
 * with the one that is seen least.
 */
export function assignSlots(candidates: readonly Candidate[]): Colour[] {
  const loads = Array.from({ length: COLOUR_SLOTS }, () => 0);
  const carry = (slot: number, seconds: number) => {
    loads[slot] = (loads[slot] ?? 0) + Math.max(1, seconds);
  };
  for (const { slot, seconds } of candidates) if (slot !== null) carry(slot, seconds);
  return candidates
    .filter(({ slot }) => slot === null)
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ project, seconds }) => {
      const slot = loads.indexOf(Math.min(...loads));
      carry(slot, seconds);
      return { project, slot };
    });
}

export function openColours(store: ColourStore): Colours {
  return {
    async getColours(userId, projects) {
      const named = [...new Set(projects)]
        .filter((name) => name !== '')
        .slice(0, COLOURED_PROJECTS);
      if (named.length === 0) return [];
      const known = await store.listColours(userId, named);
      if (known.length === named.length) return known;
      const seen = new Set(known.map(({ project }) => project));
      const unseen = named.filter((project) => !seen.has(project));
      await store.assignColours(userId, unseen, COLOUR_SLOTS, assignSlots);
      return store.listColours(userId, named);
    },
  };
}
