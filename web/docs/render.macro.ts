/** The documentation's Markdown as HTML. Runs while the pages are built, so no parser is shipped. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { classHighlighter, highlightCode } from '@lezer/highlight';
import { Marked, type Tokens } from 'marked';
import { FACTS } from './facts.ts';
import { docsAddress } from './pages.ts';

export interface Heading {
  id: string;
  text: string;
  depth: number;
}

export interface RenderedPage {
  html: string;
  headings: Heading[];
}

const escapeText = (text: string) => Bun.escapeHTML(text);

/** Only JavaScript: all else is short enough to read as it is. */
function highlight(code: string, language: string): string {
  if (language !== 'js') return escapeText(code);
  let html = '';
  highlightCode(
    code,
    javascriptLanguage.parser.parse(code),
    classHighlighter,
    (text, classes) => {
      html += classes ? `<span class="${classes}">${escapeText(text)}</span>` : escapeText(text);
    },
    () => {
      html += '\n';
    },
  );
  return html;
}

const toBlock = (code: string, language: string) =>
  `<div class="docs-code"><pre tabindex="0"><code>${highlight(code, language)}</code></pre>` +
  '<button class="btn docs-copy" type="button">Copy</button></div>';

/** The policy of the page refuses style attributes in HTML; the page sets them by script. */
const toLive = (code: string) =>
  `<div class="docs-live" data-example>${code.replaceAll(' style="', ' data-style="')}</div>`;

function toId(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/<[^>]+>|&[a-z#0-9]+;/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** `name` is that of a Markdown file in this folder. */
export function renderDocs(name: string): RenderedPage {
  const source = readFileSync(join(import.meta.dir, `${name}.md`), 'utf8').replaceAll(
    /\{\{(\w+)\}\}/g,
    (_, fact: string) => {
      const make = FACTS[fact];
      if (!make) throw new Error(`${name}.md names the unknown fact ${fact}`);
      return make();
    },
  );
  const headings: Heading[] = [];
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const id = toId(text);
        headings.push({ id, text: text.replaceAll('`', ''), depth });
        const inside = this.parser.parseInline(tokens);
        if (depth === 1) return `<h1 class="page-title">${inside}</h1>`;
        const address = `${docsAddress(name)}#${id}`;
        return `<h${depth} id="${id}"><a class="docs-anchor" href="${address}">${inside}</a></h${depth}>`;
      },
      code({ text, lang = '' }: Tokens.Code) {
        const [language = '', mode] = lang.split(' ');
        return mode === 'live' ? toLive(text) + toBlock(text, language) : toBlock(text, language);
      },
      table(token: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
        return (
          '<div class="table-wrapper docs-table" tabindex="0" role="group" aria-label="Table">' +
          `<table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table></div>`
        );
      },
    },
  });
  const html = marked.parse(source, { async: false });
  return { html, headings: headings.filter(({ depth }) => depth === 2) };
}
