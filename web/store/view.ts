/** What the address says about the store's list, and the question that follows. Pure. */

export const SORTS = [
  { value: 'installs', label: 'Most installed' },
  { value: 'rating', label: 'Best rated' },
  { value: 'new', label: 'Newest' },
  { value: 'name', label: 'Name' },
] as const;
export const KINDS = [
  { value: 'all', label: 'All' },
  { value: 'widget', label: 'Widgets' },
  { value: 'lifecycle', label: 'Server' },
] as const;
export const VIEWS = [
  { value: 'store', label: 'Store' },
  { value: 'installed', label: 'Installed' },
  { value: 'mine', label: 'Mine' },
] as const;

type ValueOf<Choices extends readonly { value: string }[]> = Choices[number]['value'];
export type Sort = ValueOf<typeof SORTS>;
export type Kind = ValueOf<typeof KINDS>;
export type View = ValueOf<typeof VIEWS>;

/** As the server (src/plugins/routes-store.ts). */
const MAX_SEARCH_CHARACTERS = 100;

export interface Asked {
  view: View;
  words: string;
  sort: Sort;
  kind: Kind;
}

function readChoice<Choices extends readonly { value: string }[]>(
  choices: Choices,
  given: string | null,
): ValueOf<Choices> {
  const known: ValueOf<Choices> | undefined = choices.find(({ value }) => value === given)?.value;
  return known ?? choices[0]?.value ?? '';
}

/** What the address does not say, or says wrongly, is the first choice. */
export function readAsked(query: URLSearchParams): Asked {
  return {
    view: readChoice(VIEWS, query.get('view')),
    words: (query.get('q') ?? '').slice(0, MAX_SEARCH_CHARACTERS),
    sort: readChoice(SORTS, query.get('sort')),
    kind: readChoice(KINDS, query.get('kind')),
  };
}

/** The path that answers it, without scripts. */
export function toQuestion({ words, sort, kind }: Asked): string {
  const question = new URLSearchParams({ sort, scripts: 'false' });
  if (words.trim()) question.set('search', words.trim());
  if (kind !== 'all') question.set('kind', kind);
  return `api/v1/store?${question}`;
}

/** The address with one thing different; first choices are not said. */
export function withChange(
  query: URLSearchParams,
  key: 'view' | 'q' | 'sort' | 'kind',
  value: string,
): string {
  const next = new URLSearchParams(query);
  const first = { view: VIEWS, sort: SORTS, kind: KINDS, q: null }[key]?.[0].value ?? '';
  if (value === first) next.delete(key);
  else next.set(key, value);
  const text = next.toString();
  return `plugin-store${text && `?${text}`}`;
}
