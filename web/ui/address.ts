import type { RouteParameters } from '../routing.ts';
import type { Dimension } from '../wire.ts';

/** Where pages about one thing are, relative to the base. */

/** A plugin's page. */
export function pluginAddress(name: string): string {
  return `plugin/${name}`;
}

/** Where a stranger signs in, to come back to the page that they are on. */
export function signInAddress({ path, query }: { path: string; query: URLSearchParams }): string {
  const text = query.toString();
  const back = `${path}${text && `?${text}`}`;
  return back ? `sign-in?${new URLSearchParams({ back })}` : 'sign-in';
}

/** A day's page. `date` is YYYY-MM-DD. */
export function dayAddress(date: string): string {
  return `day/${date}`;
}

/**
 * The page of one value of a dimension; '' is the unknown one, whose page has no name. Slashes and
 * all else are encoded. An address cannot end in `.` or `..`, encoded or not, so these names get
 * a `~` in front; so do names that begin with one.
 */
export function valueAddress(dimension: Dimension, name: string): string {
  if (name === '') return dimension;
  const safe = /^(~|\.\.?$)/.test(name) ? `~${name}` : name;
  return `${dimension}/${encodeURIComponent(safe.toWellFormed())}`;
}

/** The name that an address made by `valueAddress` means, from its matched parameters. */
export function readValueName({ name = '' }: RouteParameters): string {
  return name.startsWith('~') ? name.slice(1) : name;
}
