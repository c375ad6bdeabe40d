/** All features' routes as one function from request to answer. */
import { type AnyElysia, Elysia, NotFoundError } from 'elysia';

interface RouteTable {
  /** Methods that some route answers at this path. */
  methodsAt(path: string): string[];
}

interface RoutesDependencies {
  /** Instances of the features, with full paths. */
  routes: readonly AnyElysia[];
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
export function openRoutes({ routes, toErrorResponse }: RoutesDependencies) {
  const app: AnyElysia = new Elysia().onError({ as: 'global' }, ({ error, request }) => {
    if (error instanceof NotFoundError) {
      const methods = table.methodsAt(new URL(request.url).pathname);
      if (methods.length > 0) return toMethodNotAllowed(request.method, methods);
    }
    return toErrorResponse(error, request);
  });
  for (const instance of routes) app.use(instance);
  const table = openRouteTable(app);
  return (request: Request): Promise<Response> => app.handle(request);
}

function toMethodNotAllowed(method: string, methods: string[]): Response {
  const allowed = methods.join(', ');
  return Response.json(
    { error: `This address does not answer ${method}, only ${allowed}.`, code: 'not_allowed' },
    { status: 405, headers: { Allow: allowed } },
  );
}
