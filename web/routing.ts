/** Which page an address means. Pure: the router and the tests use it alike. */

export interface RoutePattern {
  /**
   * Path below the base without slashes at the ends; `:name` takes one segment, `:name*` at the end
   * all that follow.
   */
  pattern: string;
}

/** What the named segments of an address say, decoded. */
export type RouteParameters = Readonly<Record<string, string>>;

export interface RouteMatch<Route> {
  route: Route;
  parameters: RouteParameters;
}

/** The first route whose pattern fits the path, or null. */
export function matchRoute<Route extends RoutePattern>(
  routes: readonly Route[],
  path: string,
): RouteMatch<Route> | null {
  for (const route of routes) {
    const parameters = matchPattern(route.pattern, path);
    if (parameters) return { route, parameters };
  }
  return null;
}

function matchPattern(pattern: string, path: string): RouteParameters | null {
  const expected = pattern.split('/');
  const actual = path.split('/');
  const takesRest = pattern.endsWith('*');
  if (takesRest ? actual.length < expected.length : actual.length !== expected.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    if (!part.startsWith(':')) {
      if (part !== actual[index]) return null;
      continue;
    }
    const isRest = part.endsWith('*');
    const value = decodeSegment(isRest ? actual.slice(index).join('/') : (actual[index] ?? ''));
    if (!value) return null;
    parameters[part.slice(1, isRest ? -1 : undefined)] = value;
  }
  return parameters;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/**
 * The path of `url` below `baseUri`, without slashes at its ends, or null when it lies elsewhere.
 * `/hb` counts as being below `/hb/`.
 */
export function pathBelow(baseUri: string, url: string): string | null {
  const base = new URL(baseUri);
  const target = new URL(url, base);
  if (target.origin !== base.origin) return null;
  const folder = base.pathname.replace(/[^/]*$/, '');
  if (!`${target.pathname}/`.startsWith(folder)) return null;
  return target.pathname.slice(folder.length).replace(/^\/+|\/+$/g, '');
}
