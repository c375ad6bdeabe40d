import { describe, expect, test } from 'bun:test';
import { FACTS } from './facts.ts';
import { DOCS_PAGES, docsAddress } from './pages.ts';
import { renderDocs } from './render.macro.ts';

const written = DOCS_PAGES.map(({ slug }) => slug).filter((slug) => slug !== 'api');
const rendered = new Map<string, ReturnType<typeof renderDocs>>(
  written.map((slug) => [docsAddress(slug), renderDocs(slug)]),
);

describe.each(written)('%s', (slug) => {
  const { html } = renderDocs(slug);

  test('has one title, no style that the policy refuses, and no fact left out', () => {
    expect(html.match(/<h1/g)?.length).toBe(1);
    expect(html).not.toContain(' style="');
    expect(html).not.toContain('{{');
  });

  test('names no heading twice', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('leads to pages and headings that there are', () => {
    const others = ['connect', 'account', 'themes', 'cteditor', 'docs/api'];
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link);
    const wrong = links.filter((link) => {
      const [address = '', id] = link.split('#');
      const page = rendered.get(address);
      if (!page) return !others.includes(address) && address !== '/static/css/main.css';
      return id !== undefined && !page.html.includes(` id="${id}"`);
    });
    expect(wrong).toEqual([]);
  });
});

test('JavaScript is coloured, all else is text', () => {
  const { html } = renderDocs('widgets');
  expect(html).toContain('<span class="tok-keyword">async</span>');
  expect(html).not.toContain('<script');
});

test('limits are the program’s own', () => {
  expect(FACTS.runLimits?.()).toContain('| Memory, code included | 16 MB |');
  expect(FACTS.runLimits?.()).toContain('| Time, queries included | 15 s |');
  expect(FACTS.tokens?.()).toMatch(/^\| `--bg` \|.+`#121212` \|.+`#fafafa` \|$/m);
});
