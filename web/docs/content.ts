import type { DocsSlug } from './pages.ts';
import { renderDocs } from './render.macro.ts' with { type: 'macro' };
import type { RenderedPage } from './render.macro.ts';

/** The written pages; the API reference is made from the server's own description. */
export const DOCS: Readonly<Record<Exclude<DocsSlug, 'api'>, RenderedPage>> = {
  overview: renderDocs('overview'),
  widgets: renderDocs('widgets'),
  lifecycle: renderDocs('lifecycle'),
  publishing: renderDocs('publishing'),
  themes: renderDocs('themes'),
  tokens: renderDocs('tokens'),
  data: renderDocs('data'),
};
