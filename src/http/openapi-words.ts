/** What the routes are about, in words: groups, names and sentences made from their addresses. */

interface Group {
  name: string;
  description: string;
  /** First segments below `/api/v1`. */
  segments: readonly string[];
}

/** In the order of the reference. */
export const GROUPS: readonly Group[] = [
  {
    name: 'Heartbeats',
    description: 'What editors send, and taking it in and out in bulk.',
    segments: ['heartbeat', 'heartbeats', 'import', 'export', 'clients', 'recompute'],
  },
  {
    name: 'Numbers',
    description: 'Time by day, project, language, editor and more.',
    segments: ['stats', 'overview', 'day', 'leaders', 'badges'],
  },
  {
    name: 'Plugin store',
    description: 'Finding, publishing, reviewing and moderating plugins.',
    segments: ['store'],
  },
  {
    name: 'Plugins',
    description: 'Installed plugins, their panels, settings, runs and endpoints.',
    segments: ['plugins', 'dashboard', 'cteditor', 'plugin-frame'],
  },
  { name: 'Themes', description: 'Looks that people share.', segments: ['themes'] },
  {
    name: 'Account',
    description: 'The person behind the key: profile, keys, sessions.',
    segments: ['user', 'keys', 'sessions', 'instance', 'setup', 'live', 'openapi.json'],
  },
  { name: 'Sign-in', description: 'For pages of this instance.', segments: ['auth'] },
  {
    name: 'Administration',
    description: 'For administrators only.',
    segments: ['admin', 'invites'],
  },
  {
    name: 'WakaTime',
    description: 'What clients made for WakaTime ask; shapes and names are theirs.',
    segments: ['users', 'meta', 'editors', 'program_languages', 'languages'],
  },
];

/** Where a route stands that no group names. */
const OTHERS = 'Others';

function segmentsOf(path: string): string[] {
  return path
    .replace(/^\/api\/v1\//, '/')
    .split('/')
    .filter((segment) => segment !== '');
}

export function groupOf(path: string): string {
  const [first = ''] = segmentsOf(path);
  return GROUPS.find(({ segments }) => segments.includes(first))?.name ?? OTHERS;
}

const isParameter = (segment: string) => segment.startsWith(':') || segment === '*';
const nameOf = (segment: string) => (segment === '*' ? 'rest' : segment.replace(/^:|\?$/g, ''));

/** `/api/v1/keys/:id` as `/api/v1/keys/{id}`. */
export function toTemplate(path: string): string {
  return path
    .split('/')
    .map((segment) => (isParameter(segment) ? `{${nameOf(segment)}}` : segment))
    .join('/');
}

/** Names in the address, in its order. */
export function listParameters(path: string): string[] {
  return path.split('/').filter(isParameter).map(nameOf);
}

const capitalise = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
const wordsOf = (text: string) => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');

/** `GET /api/v1/keys/:id` as `getKeysById`. */
export function toOperationId(method: string, path: string): string {
  const parts = segmentsOf(path).flatMap((segment) =>
    isParameter(segment) ? ['by', ...wordsOf(nameOf(segment))] : wordsOf(segment),
  );
  return method.toLowerCase() + parts.map(capitalise).join('');
}

const VERBS: Record<string, string> = {
  GET: 'Read',
  POST: 'Send',
  PUT: 'Replace',
  PATCH: 'Change',
  DELETE: 'Delete',
};

/** For a route without a sentence of its own: `Read themes: active`, `Delete keys by id`. */
export function toSummary(method: string, path: string): string {
  const segments = segmentsOf(path);
  const fixed = segments.filter((segment) => !isParameter(segment));
  const [first = '', ...rest] = fixed.map((segment) => wordsOf(segment).join(' '));
  const last = segments.at(-1) ?? '';
  const by = isParameter(last) ? ` by ${wordsOf(nameOf(last)).join(' ')}` : '';
  const verb = VERBS[method] ?? capitalise(method.toLowerCase());
  return `${verb} ${first}${rest.length > 0 ? `: ${rest.join(', ')}` : ''}${by}`;
}
