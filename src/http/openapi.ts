/** The API as OpenAPI 3.1, made from the schemas that the routes check with. */
import { version } from '../base/version.ts';
import { LIVE_PATH } from './live.ts';
import { isOptional, type JsonSchema, listProperties, toJsonSchema } from './openapi-schema.ts';
import {
  GROUPS,
  groupOf,
  listParameters,
  toOperationId,
  toSummary,
  toTemplate,
} from './openapi-words.ts';

export const OPENAPI_PATH = '/api/v1/openapi.json';

/** What Elysia knows of a route, as far as the document tells it. */
export interface DescribedRoute {
  method: string;
  /** `/api/v1/keys/:id` */
  path: string;
  hooks: {
    body?: unknown;
    query?: unknown;
    params?: unknown;
    response?: unknown;
    /** Runs before the checks; guards are the ones that derive. */
    transform?: unknown;
    detail?: unknown;
  };
}

interface Operation {
  operationId: string;
  summary: string;
  tags: [string];
  security?: Record<string, never[]>[];
  parameters?: JsonSchema[];
  requestBody?: JsonSchema;
  responses: JsonSchema;
}

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: JsonSchema;
}

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or the token of a widget.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'hearthbeat_session',
    description: 'What signing in leaves in a browser.',
  },
};
const SIGNED_IN = Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] }));

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error', 'code'],
  properties: {
    error: { type: 'string', description: 'A sentence that says what to do.' },
    code: { type: 'string' },
    fields: { type: 'object', additionalProperties: { type: 'string' } },
    requestId: { type: 'string' },
  },
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every route below `/api/v1` and `/auth`; set-up scripts and frames are no API. */
export const isDescribed = ({ method, path }: Pick<DescribedRoute, 'method' | 'path'>) =>
  method !== 'OPTIONS' && /^\/(api\/v1|auth)\//.test(path);

/** Guards derive the user from the request; what signs in checks its body itself. */
function isGuarded({ path, hooks }: DescribedRoute): boolean {
  if (path.startsWith('/auth/')) return false;
  const steps = Array.isArray(hooks.transform) ? hooks.transform : [];
  return steps.some((step) => isRecord(step) && step.subType === 'derive');
}

/** `security: [{}]` in a route's detail: a key helps, but is not needed. */
function securityOf(route: DescribedRoute): Record<string, never[]>[] | undefined {
  if (!isGuarded(route)) return undefined;
  const { detail } = route.hooks;
  return isRecord(detail) && 'security' in detail ? [{}, ...SIGNED_IN] : SIGNED_IN;
}

function toParameters({ path, hooks }: DescribedRoute): JsonSchema[] {
  const known = new Map(listProperties(hooks.params).map(({ name, schema }) => [name, schema]));
  const inPath = listParameters(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: known.get(name) ?? { type: 'string' },
  }));
  const inQuery = listProperties(hooks.query).map(({ name, schema, required }) => {
    return { name, in: 'query', required, schema };
  });
  return [...inPath, ...inQuery];
}

const toContent = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });

/** A schema, or schemas by status. */
function toResponses({ response }: DescribedRoute['hooks']): JsonSchema {
  const isByStatus =
    isRecord(response) && Object.keys(response).some((status) => /^\d{3}$/.test(status));
  const byStatus = isByStatus ? response : { 200: response };
  const responses: JsonSchema = {};
  for (const [status, given] of Object.entries(byStatus)) {
    const schema = toJsonSchema(given);
    responses[status] = { description: `Status ${status}`, ...(schema && toContent(schema)) };
  }
  return { ...responses, default: { $ref: '#/components/responses/Error' } };
}

function toOperation(route: DescribedRoute): Operation {
  const { method, path, hooks } = route;
  const parameters = toParameters(route);
  const body = toJsonSchema(hooks.body);
  const security = securityOf(route);
  const told = isRecord(hooks.detail) ? hooks.detail.summary : undefined;
  return {
    operationId: toOperationId(method, path),
    summary: typeof told === 'string' ? told : toSummary(method, path),
    tags: [groupOf(path)],
    ...(security && { security }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: !isOptional(hooks.body), ...toContent(body) } }),
    responses: toResponses(hooks),
  };
}

/** Server-sent events do not come from a route. */
const LIVE: Operation = {
  operationId: toOperationId('GET', LIVE_PATH),
  summary: 'Hear at once when something changed (server-sent events)',
  tags: [groupOf(LIVE_PATH)],
  security: SIGNED_IN,
  responses: {
    200: {
      description: 'A stream that stays open',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
    default: { $ref: '#/components/responses/Error' },
  },
};

function toPaths(routes: readonly DescribedRoute[]): OpenApiDocument['paths'] {
  const paths: OpenApiDocument['paths'] = { [LIVE_PATH]: { get: LIVE } };
  for (const route of routes.filter(isDescribed)) {
    const template = toTemplate(route.path);
    const method = route.method.toLowerCase();
    paths[template] = { ...paths[template], [method]: toOperation(route) };
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `basePath`: '' or `/hearthbeat`. */
export function toOpenApi(routes: readonly DescribedRoute[], basePath: string): OpenApiDocument {
  const paths = toPaths(routes);
  const used = new Set(
    Object.values(paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ tags }) => tags),
    ),
  );
  const known = GROUPS.filter(({ name }) => used.delete(name));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hearthbeat',
      version,
      description: 'Coding time on your own machine. Errors carry a sentence and a code.',
    },
    servers: [{ url: basePath || '/' }],
    tags: [
      ...known.map(({ name, description }) => ({ name, description })),
      ...[...used].map((name) => ({ name, description: 'What belongs to no other group.' })),
    ],
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: { Error: ERROR_SCHEMA },
      responses: {
        Error: {
          description: 'What went wrong, in words',
          ...toContent({ $ref: '#/components/schemas/Error' }),
        },
      },
    },
  };
}
