/** One row of a ranked list. */
export interface Ranked {
  name: string;
  seconds: number;
  /** 0 to 100 of all time in the range. */
  percentage: number;
}

/**
 * Rows that took time, the longest first, with shares of `total`; at the end what no row accounts
 * for, as "Unknown", so that the rows always add up to the whole. '' is the unnamed.
 */
export function rank(rows: readonly { name: string; seconds: number }[], total: number): Ranked[] {
  const named = rows
    .filter((row) => row.name !== '' && row.seconds > 0)
    .sort((a, b) => b.seconds - a.seconds);
  const unknown = total - named.reduce((sum, row) => sum + row.seconds, 0);
  const all = unknown > 0 ? [...named, { name: 'Unknown', seconds: unknown }] : named;
  return all.map((row) => ({ ...row, percentage: (row.seconds / total) * 100 }));
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
