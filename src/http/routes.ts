/** All features' routes as one function from request to answer. */
import { type AnyElysia, Elysia, NotFoundError } from 'elysia';
import { type DescribedRoute, OPENAPI_PATH, toOpenApi } from './openapi.ts';

interface RouteTable {
  /** Methods that some route answers at this path. */
  methodsAt(path: string): string[];
}

interface RoutesDependencies {
  /** Instances of the features, with full paths. */
  routes: readonly AnyElysia[];
  /** '' or `/hearthbeat` */
  basePath: string;
  toErrorResponse(error: unknown, request: Request): Response;
}

/** `/api/v1/keys/:id` as a pattern. */
function toPattern(path: string): RegExp {
  const source = path
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) return part.endsWith('?') ? '[^/]*' : '[^/]+';
      return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}/?$`);
}

function openRouteTable(app: AnyElysia): RouteTable {
  const table = app.routes.map(({ method, path }) => ({ method, pattern: toPattern(path) }));
  return {
    methodsAt(path) {
      const found = table.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
      return [...new Set(found)].sort();
    },
  };
}

/**
 * Connects the features. The error handler comes first: Elysia applies it only to what is
 * registered after it.
 */
export function openRoutes({ routes, basePath, toErrorResponse }: RoutesDependencies) {
  const app: AnyElysia = new Elysia().onError({ as: 'global' }, ({ error, request }) => {
    if (error instanceof NotFoundError) {
      const methods = table.methodsAt(new URL(request.url).pathname);
      if (methods.length > 0) return toMethodNotAllowed(request.method, methods);
    }
    return toErrorResponse(error, request);
  });
  for (const instance of routes) app.use(instance);
  app.use(describeRoutes(() => app.routes, basePath));
  const table = openRouteTable(app);
  return (request: Request): Promise<Response> => app.handle(request);
}

/** How long a client may believe what it read: until an update, more or less. */
const DOCUMENT_CACHE = 'public, max-age=300';

/** The routes, this one included, as a document that is made when first asked for. */
function describeRoutes(listRoutes: () => readonly DescribedRoute[], basePath: string) {
  let text: string | undefined;
  return new Elysia().get(
    OPENAPI_PATH,
    ({ request }) => {
      text ??= JSON.stringify(toOpenApi(listRoutes(), basePath));
      const etag = `"${Bun.hash(text).toString(36)}"`;
      const headers = { ETag: etag, 'Cache-Control': DOCUMENT_CACHE };
      if (request.headers.get('if-none-match') === etag) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(text, { headers: { ...headers, 'Content-Type': 'application/json' } });
    },
    { detail: { summary: 'Read this description' } },
  );
}

function toMethodNotAllowed(method: string, methods: string[]): Response {
  const allowed = methods.join(', ');
  return Response.json(
    { error: `This address does not answer ${method}, only ${allowed}.`, code: 'not_allowed' },
    { status: 405, headers: { Allow: allowed } },
  );
}
