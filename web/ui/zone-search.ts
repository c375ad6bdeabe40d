/** Enough to choose from; more typing narrows further. */
const MOST_RESULTS = 60;

/** Zones that hold every typed word, in any order: `new york`, `york america`, `madrid`. */
export function searchZones(zones: readonly string[], query: string): string[] {
  const words = normalise(query).split(' ').filter(Boolean);
  return zones
    .filter((zone) => {
      const name = normalise(zone);
      return words.every((word) => name.includes(word));
    })
    .slice(0, MOST_RESULTS);
}

/** `America/New_York` as people read it: `America / New York`. */
export function zoneName(zone: string): string {
  return zone.replaceAll('/', ' / ').replaceAll('_', ' ');
}

function normalise(text: string): string {
  return text.toLowerCase().replace(/[/_\s]+/g, ' ');
}
