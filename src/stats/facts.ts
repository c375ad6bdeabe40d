import type { Dimension, Fact } from './store.ts';

/** Seconds of one value of a dimension. */
export interface Share {
  name: string;
  seconds: number;
  /** Part of the known values' total, 0 to 100, not rounded. */
  percentage: number;
}

export interface Breakdown {
  /** Most seconds first, then by name. The unknown value is not among them. */
  shares: Share[];
  /** Seconds of all known values. */
  seconds: number;
  unknownSeconds: number;
}

const named = (facts: readonly Fact[], kind: string, span: number): Fact[] =>
  facts.filter((fact) => fact.kind === kind && fact.span === span);

const byMost = (a: Fact, b: Fact): number => b.value - a.value || (a.name < b.name ? -1 : 1);

/** Seconds and heartbeats of a whole span. */
export function totalOf(facts: readonly Fact[], span = 1): { seconds: number; heartbeats: number } {
  const [total] = named(facts, 'total', span);
  return { seconds: total?.value ?? 0, heartbeats: total?.heartbeats ?? 0 };
}

/** Every value of a dimension with its seconds, most first; '' is the unknown one. */
export function listOf(facts: readonly Fact[], dimension: Dimension, span = 1): Fact[] {
  return named(facts, dimension, span).sort(byMost);
}

/** A dimension without its unknown value, whose seconds stand apart. */
export function breakdownOf(facts: readonly Fact[], dimension: Dimension): Breakdown {
  const all = listOf(facts, dimension);
  const known = all.filter(({ name }) => name !== '');
  const seconds = known.reduce((sum, { value }) => sum + value, 0);
  return {
    shares: known.map(({ name, value }) => ({
      name,
      seconds: value,
      percentage: seconds > 0 ? (value * 100) / seconds : 0,
    })),
    seconds,
    unknownSeconds: all.find(({ name }) => name === '')?.value ?? 0,
  };
}

/** Seconds per local day that has data. */
export function daysOf(facts: readonly Fact[]): Map<string, number> {
  return new Map(named(facts, 'day', 0).map(({ name, value }) => [name, value]));
}

/** When each project was last seen, epoch milliseconds. */
export function lastSeenOf(facts: readonly Fact[]): Map<string, number> {
  return new Map(named(facts, 'seen', 0).map(({ name, value }) => [name, value]));
}

/** The days with coding time, as days since 1970. */
export function activeDaysOf(facts: readonly Fact[]): number[] {
  return named(facts, 'active', 0).flatMap(({ name }) => (name ? name.split(',').map(Number) : []));
}
