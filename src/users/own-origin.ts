/**
 * Where people reach this server, without a final slash: the operator's base URL, or else whatever
 * the request says. Pages know better: behind a proxy that ends TLS this says `http`.
 */
export function ownOrigin(request: Request, baseUrl: string | null): string {
  return baseUrl ?? `http://${request.headers.get('host') ?? new URL(request.url).host}`;
}
