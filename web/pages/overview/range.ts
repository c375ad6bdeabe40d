export const ranges = [
  { id: '7d', label: '7d', title: 'Last 7 days' },
  { id: '30d', label: '30d', title: 'Last 30 days' },
  { id: '90d', label: '90d', title: 'Last 90 days' },
  { id: 'all', label: 'All', title: 'All time' },
] as const;

export type Range = (typeof ranges)[number];

/** The range that an address asks for; the shortest one when it asks for none we know. */
export function readRange(asked: string | null): Range {
  return ranges.find((range) => range.id === asked) ?? ranges[0];
}
