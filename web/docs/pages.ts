/** The pages of the documentation, in reading order. */
export const DOCS_PAGES = [
  { slug: 'overview', title: 'Overview' },
  { slug: 'widgets', title: 'Widget plugins' },
  { slug: 'lifecycle', title: 'Lifecycle plugins' },
  { slug: 'publishing', title: 'Publishing' },
  { slug: 'themes', title: 'Themes' },
  { slug: 'tokens', title: 'Design tokens' },
  { slug: 'data', title: 'Import and export' },
  { slug: 'api', title: 'API reference' },
] as const;

export type DocsSlug = (typeof DOCS_PAGES)[number]['slug'];

/** Relative to the base; the first page is the way in. */
export const docsAddress = (slug: string): string =>
  slug === 'overview' ? 'docs' : `docs/${slug}`;

export const titleOfDocs = (slug: string): string =>
  DOCS_PAGES.find((page) => page.slug === slug)?.title ?? 'Documentation';
