/** Headers that answers carry whatever made them. */

/** Everything a page may load comes from this server; no inline script, no frame around it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  // Frames of widgets. It also keeps a widget from leading its own frame elsewhere.
  "frame-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
};

const API_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
};

/**
 * Editors in a browser (vscode.dev, browser extensions) call from any origin with a key, never
 * with a cookie (spec/wakatime 0.9).
 */
const CORS_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-Request-Id, Retry-After',
};

const PREFLIGHT_HEADERS = {
  ...CORS_HEADERS,
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, X-API-Key, X-Machine-Name, Timezone',
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE, OPTIONS',
  'Access-Control-Max-Age': '86400',
};

export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

export function isAuthPath(path: string): boolean {
  return path === '/auth' || path.startsWith('/auth/');
}

/** Set-up commands and the frames of widgets: text made by a route, beside the pages. */
export function isScriptPath(path: string): boolean {
  return path === '/setup.sh' || path === '/setup.ps1' || path.startsWith('/plugin-frame/');
}

/** The answer to a browser that asks whether it may call the API from another origin. */
export function toPreflight(): Response {
  return new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
}

const COMMON_HEADERS = { 'X-Content-Type-Options': 'nosniff' };
const API_STANDARD = Object.entries({ ...API_HEADERS, ...CORS_HEADERS, ...COMMON_HEADERS });
const AUTH_STANDARD = Object.entries({ ...API_HEADERS, ...COMMON_HEADERS });
const PAGE_STANDARD = Object.entries({ ...PAGE_HEADERS, ...COMMON_HEADERS });

function standardHeaders(path: string): [string, string][] {
  if (isApiPath(path)) return API_STANDARD;
  return isAuthPath(path) ? AUTH_STANDARD : PAGE_STANDARD;
}

/** Whether the browser came by https, here or to a proxy in front of us. */
export function isSecure(request: Request): boolean {
  return request.url.startsWith('https:') || request.headers.get('x-forwarded-proto') === 'https';
}

/** Adds what every answer carries; what the answer says itself stays. */
export function addHeaders(
  { headers }: Response,
  { path, requestId, isSecure }: { path: string; requestId: string; isSecure: boolean },
): void {
  // On plain http browsers ignore it, and complain about it on their console.
  if (isSecure) headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  for (const [name, value] of standardHeaders(path)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  headers.set('X-Request-Id', requestId);
}
