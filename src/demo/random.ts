/** Numbers from 0 up to 1; the same ones for the same seed. */
export type Random = () => number;

/** Mulberry32: small, fast, and good enough for what only has to look like life. */
export function openRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several, as likely as its weight says. Throws when there is none. */
export function pick<T extends { weight?: number }>(random: Random, choices: readonly T[]): T {
  const total = choices.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let rest = random() * total;
  for (const choice of choices) {
    rest -= choice.weight ?? 1;
    if (rest < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new Error('there is nothing to pick from');
  return last;
}

/** A number between two, `low` included. */
export const between = (random: Random, low: number, high: number): number =>
  low + random() * (high - low);
