/**
 * The document that a widget runs in. Its origin is opaque, whoever frames it and however: the
 * policy says so itself. It may reach this server, and the hosts that the store shows.
 */

/** A host as `URL.host` spells it; nothing that could end a directive. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;
/** How the store shows that a script computes the hosts that it asks. */
const ANY_HOST = '*';

function toSources(hosts: readonly string[]): string {
  if (hosts.includes(ANY_HOST)) return ' http: https: ws: wss:';
  return hosts
    .filter((host) => HOST.test(host))
    .map((host) => ` ${host} wss://${host}`)
    .join('');
}

/** `hosts`: whom the widget may ask besides this server. */
export function toFramePolicy(hosts: readonly string[]): string {
  const others = toSources(hosts);
  return [
    'sandbox allow-scripts',
    "default-src 'none'",
    // Widgets are text that becomes a function, and may carry handlers in their HTML (documented).
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    `img-src 'self' data: blob:${others}`,
    `media-src data: blob:${others}`,
    `connect-src 'self'${others}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

export function toFrameHeaders(hosts: readonly string[]): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': toFramePolicy(hosts),
    'X-Frame-Options': 'SAMEORIGIN',
    'X-DNS-Prefetch-Control': 'off',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, no-cache',
  };
}

/**
 * `basePath`: '' or `/hearthbeat`. The script is `crossorigin`, as everything is to an opaque origin:
 * else browsers would tell of errors in what it runs as "Script error." only.
 */
export function toFrameDocument(basePath: string): string {
  const base = Bun.escapeHTML(basePath);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Widget</title>
<meta name="color-scheme" content="dark light">
<link rel="stylesheet" href="${base}/static/css/main.css">
<style>html { background: var(--bg-card) } body { background: none } #container { overflow-wrap: anywhere }</style>
</head>
<body><script src="${base}/widget-frame.js" crossorigin></script></body>
</html>
`;
}
