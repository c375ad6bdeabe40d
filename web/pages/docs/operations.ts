/** The server's description of itself, as far as the reference shows it. */

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: unknown;
}

interface Content {
  content?: Record<string, { schema?: unknown }>;
}

interface DescribedOperation {
  operationId: string;
  summary: string;
  tags: string[];
  security?: Record<string, unknown>[];
  parameters?: Parameter[];
  requestBody?: Content & { required?: boolean };
  responses: Record<string, Content>;
}

export interface OpenApi {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  tag: string;
  access: 'everybody' | 'optional' | 'key';
  parameters: readonly Parameter[];
  body: unknown;
  answers: readonly { status: string; schema: unknown }[];
}

const schemaOf = ({ content = {} }: Content): unknown => Object.values(content)[0]?.schema;

function accessOf(security: DescribedOperation['security']): Operation['access'] {
  if (!security) return 'everybody';
  return security.some((way) => Object.keys(way).length === 0) ? 'optional' : 'key';
}

export function listOperations({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      summary: operation.summary,
      tag: operation.tags[0] ?? '',
      access: accessOf(operation.security),
      parameters: operation.parameters ?? [],
      body: operation.requestBody && schemaOf(operation.requestBody),
      answers: Object.entries(operation.responses)
        .filter(([status]) => status !== 'default')
        .map(([status, response]) => ({ status, schema: schemaOf(response) })),
    })),
  );
}

/** Whether each word is somewhere in method, address or summary. */
export function isFound({ method, path, summary, tag }: Operation, text: string): boolean {
  const hay = `${method} ${path} ${summary} ${tag}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

/** A value that fits, for an example. */
function toExample(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return {};
  const {
    type,
    properties,
    required,
    anyOf,
    items,
    enum: choices,
    ...rest
  }: Record<string, unknown> = {
    ...schema,
  };
  if ('const' in rest) return rest.const;
  if (Array.isArray(choices)) return choices[0];
  if (Array.isArray(anyOf)) return toExample(anyOf[0]);
  if (type === 'array') return [toExample(items)];
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type === 'string') return '…';
  const needed = Array.isArray(required) ? required : [];
  const entries = Object.entries(Object(properties)).filter(([name]) => needed.includes(name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, toExample(inner)]));
}

/** `baseUrl` without a slash at its end. */
export function toCurl(operation: Operation, baseUrl: string): string {
  const { method, path, access, body } = operation;
  const parts = [`curl${method === 'GET' ? '' : ` -X ${method}`} "${baseUrl}${path}"`];
  if (access === 'key') parts.push('-H "Authorization: Bearer YOUR_KEY"');
  if (body !== undefined) {
    parts.push('-H "Content-Type: application/json"');
    parts.push(`-d '${JSON.stringify(toExample(body))}'`);
  }
  return parts.join(' \\\n  ');
}
