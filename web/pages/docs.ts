import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { DOCS } from '../docs/content.ts';
import { DOCS_PAGES, docsAddress } from '../docs/pages.ts';
import type { PageProps } from '../shell/lazy-page.ts';
import { Article } from './docs/article.ts';
import { Reference } from './docs/reference.ts';
import { NotFound } from './not-found.ts';

interface Section {
  id: string;
  text: string;
}

/** The documentation: its pages, and the way between them. */
export function Page({ parameters }: PageProps) {
  const { router } = useApp();
  const { page: slug = 'overview' } = parameters;
  const { fragment } = router.place.value;
  const page = Object.entries(DOCS).find(([name]) => name === slug)?.[1];
  useEffect(() => scrollTo(fragment), [slug, fragment]);
  if (!page && slug !== 'api') return html`<${NotFound} />`;
  return html`
    <div class="docs">
      <${Contents} slug=${slug} sections=${page?.headings ?? []} />
      <div class="docs-page">
        ${page ? html`<${Article} key=${slug} html=${page.html} />` : html`<${Reference} fragment=${fragment} />`}
        <${Next} slug=${slug} />
      </div>
    </div>
  `;
}

function scrollTo(fragment: string): void {
  if (fragment !== '') document.getElementById(fragment)?.scrollIntoView();
}

/** Beside the page on a desk; above it, folded, on a phone. */
function Contents({ slug, sections }: { slug: string; sections: readonly Section[] }) {
  const list = html`
    <ul class="docs-list">
      ${DOCS_PAGES.map(
        (page) => html`
          <li key=${page.slug}>
            <a href=${docsAddress(page.slug)} aria-current=${page.slug === slug ? 'page' : undefined}>${page.title}</a>
            ${
              page.slug === slug &&
              sections.length > 0 &&
              html`<ul>
                ${sections.map(
                  ({ id, text }) =>
                    html`<li key=${id}><a href=${`${docsAddress(slug)}#${id}`}>${text}</a></li>`,
                )}
              </ul>`
            }
          </li>
        `,
      )}
      <li><a href="connect">Connecting editors</a></li>
    </ul>
  `;
  return html`
    <nav class="docs-contents" aria-label="Documentation">${list}</nav>
    <details class="docs-contents-folded" key=${slug}>
      <summary>Documentation: ${DOCS_PAGES.find((page) => page.slug === slug)?.title}</summary>
      <nav aria-label="Documentation">${list}</nav>
    </details>
  `;
}

function Next({ slug }: { slug: string }) {
  const at = DOCS_PAGES.findIndex((page) => page.slug === slug);
  const next = DOCS_PAGES[at + 1];
  return (
    next && html`<p class="docs-next">Next: <a href=${docsAddress(next.slug)}>${next.title}</a></p>`
  );
}
