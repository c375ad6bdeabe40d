/** Which page an address means. Pure: the router and the tests use it alike. */

export interface RoutePattern {
  /** Path below the base without slashes at the ends; `:name` takes one segment. */
  pattern: string;
}

export interface RouteMatch<Route> {
  route: Route;
  parameters: Record<string, string>;
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

function matchPattern(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = actual[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return null;
      continue;
    }
    const value = decodeSegment(segment);
    if (!value) return null;
    parameters[part.slice(1)] = value;
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
