import { AppError } from '../base/errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a browser says that one of our own pages made this request; null when no browser does.
 * `Sec-Fetch-Site` is decisive, but sent only over https and on localhost; else `Origin` must name
 * the host that was asked, or the base URL's (a proxy may have changed the former).
 */
function isSameOrigin(request: Request, baseUrl: string | null): boolean | null {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  if (origin === null) return null;
  if (!URL.canParse(origin)) return false;
  const asked = request.headers.get('host') ?? new URL(request.url).host;
  const { host } = new URL(origin);
  return host === asked || (baseUrl !== null && new URL(baseUrl).origin === origin);
}

function refuse(): AppError {
  return new AppError('forbidden', 'This request came from another site. Open Hearthbeat itself.');
}

/** For changes that a cookie allows: a page of ours must have asked. Throws `forbidden`. */
export function requireOwnPage(request: Request, baseUrl: string | null): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (isSameOrigin(request, baseUrl) !== true) throw refuse();
}

/**
 * For signing in and out, which needs no cookie: refuses other sites' pages, so that nobody is
 * signed in to a stranger's account unawares, but not programs. Throws `forbidden`.
 */
export function refuseOtherSites(request: Request, baseUrl: string | null): void {
  if (isSameOrigin(request, baseUrl) === false) throw refuse();
}
