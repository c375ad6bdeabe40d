/** The path part of the public address: '' or `/hearthbeat`. */
export function basePathOf(baseUrl: string | null): string {
  if (baseUrl === null) return '';
  return new URL(baseUrl).pathname.replace(/\/$/, '');
}

/** `path` below the base path; as it is when the proxy has stripped the base path already. */
export function stripBasePath(path: string, basePath: string): string {
  if (basePath === '' || !path.startsWith(basePath)) return path;
  const rest = path.slice(basePath.length);
  if (rest === '') return '/';
  return rest.startsWith('/') ? rest : path;
}
