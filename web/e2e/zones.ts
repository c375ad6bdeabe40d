const HOURS = 24;
/** Etc/GMT-14 is the furthest east, Etc/GMT+12 the furthest west. */
const FURTHEST_EAST = 12;

/** A zone in which it is now `hour` o'clock, so that a test does not depend on when it runs. */
export function findZoneAtHour(hour: number, now: Date): { id: string; hoursAhead: number } {
  const east = (hour - now.getUTCHours() + HOURS) % HOURS;
  const hoursAhead = east > FURTHEST_EAST ? east - HOURS : east;
  // The signs of these names are the other way round: Etc/GMT-3 is three hours east.
  const sign = hoursAhead > 0 ? '-' : '+';
  return { id: hoursAhead === 0 ? 'UTC' : `Etc/GMT${sign}${Math.abs(hoursAhead)}`, hoursAhead };
}
