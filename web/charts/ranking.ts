import type { Share } from '../wire.ts';

/** One row of a ranked list. */
export interface Ranked {
  /** As shown. */
  name: string;
  /** What a filter calls it, '' for the unknown; undefined for several values in one row. */
  value?: string;
  seconds: number;
  /** 0 to 100 of all time in the range. */
  percentage: number;
}

/** Values as rows, most first, and at the end those that the server did not list. */
export function rank(values: readonly Share[], others: number, total: number): Ranked[] {
  const rows = values
    .filter(({ seconds }) => seconds > 0)
    .map(({ name, ...rest }): Ranked => ({ ...rest, name: name || 'Unknown', value: name }));
  if (others <= 0 || total <= 0) return rows;
  return [...rows, { name: 'Others', seconds: others, percentage: (others / total) * 100 }];
}

/** The first `limit` rows, and the rest as one; a rest of one row would save nothing. */
export function headAndRest(
  rows: readonly Ranked[],
  limit: number,
): { head: Ranked[]; rest: Ranked | null } {
  if (rows.length <= limit + 1) return { head: [...rows], rest: null };
  const hidden = rows.slice(limit);
  return {
    head: rows.slice(0, limit),
    rest: {
      name: `${hidden.length} others`,
      seconds: hidden.reduce((sum, row) => sum + row.seconds, 0),
      percentage: hidden.reduce((sum, row) => sum + row.percentage, 0),
    },
  };
}
