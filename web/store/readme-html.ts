/** Strangers' Markdown as harmless elements. Its own chunk: marked and DOMPurify are large. */
import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const TAGS = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code'],
  ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img'],
  ...['strong', 'b', 'em', 'i', 'del', 's', 'sub', 'sup', 'kbd', 'details', 'summary'],
];
const ATTRIBUTES = ['href', 'title', 'src', 'alt', 'align', 'start', 'colspan', 'rowspan'];
/** Nothing that runs, and nothing that leads into this instance. */
const ADDRESSES = /^(https?:|mailto:|data:image\/(png|jpeg|gif|webp);base64,)/i;
const PICTURE = /^data:image\//i;
/** HTML that READMEs may use: tags without attributes. */
const PLAIN_TAG = /^<\/?(b|i|strong|em|s|sub|sup|kbd|br|hr|p|details|summary)\s*\/?>$/i;
const DEEPEST_HEADING = 6;

/** Below the page's own title; nothing in it is fetched before somebody follows a link. */
export function renderReadme(markdown: string): DocumentFragment {
  const marked = new Marked({ gfm: true, renderer: { html: ({ text }) => keepPlainTags(text) } });
  const made = marked.parse(markdown, { async: false });
  const fragment = DOMPurify(window).sanitize(made, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: ADDRESSES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const image of fragment.querySelectorAll('img')) tameImage(image);
  for (const link of fragment.querySelectorAll('a')) tameLink(link);
  for (const heading of fragment.querySelectorAll('h1, h2, h3, h4, h5')) lowerHeading(heading);
  for (const table of fragment.querySelectorAll('table')) wrapTable(table);
  for (const wide of fragment.querySelectorAll('pre')) wide.tabIndex = 0;
  return fragment;
}

/**
 * Other tags go and their text stays. Not what keeps readers safe, that is DOMPurify: but parsing a
 * <style> or <base>, even where it does nothing, makes browsers complain of our policy.
 */
function keepPlainTags(html: string): string {
  return html
    .split(/(<[^>]*>)/)
    .map((part) => {
      if (PLAIN_TAG.test(part)) return part;
      return part.startsWith('<') && part.endsWith('>') ? '' : part.replaceAll('<', '&lt;');
    })
    .join('');
}

/** Pictures elsewhere would tell their server who reads this page: a link asks first. */
function tameImage(image: HTMLImageElement): void {
  const address = image.getAttribute('src') ?? '';
  if (PICTURE.test(address)) return;
  const text = image.alt || address;
  if (image.closest('a') || !/^https?:/i.test(address)) {
    image.replaceWith(text);
    return;
  }
  const link = image.ownerDocument.createElement('a');
  link.setAttribute('href', address);
  link.textContent = `Picture: ${text}`;
  image.replaceWith(link);
}

function tameLink(link: HTMLAnchorElement): void {
  const address = link.getAttribute('href');
  if (!address || PICTURE.test(address)) {
    link.removeAttribute('href');
    return;
  }
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow ugc';
}

function lowerHeading(heading: Element): void {
  const level = Math.min(Number(heading.tagName.slice(1)) + 1, DEEPEST_HEADING);
  const lower = heading.ownerDocument.createElement(`h${level}`);
  lower.append(...heading.childNodes);
  heading.replaceWith(lower);
}

function wrapTable(table: Element): void {
  const wrapper = table.ownerDocument.createElement('div');
  wrapper.className = 'table-wrapper';
  wrapper.tabIndex = 0;
  table.replaceWith(wrapper);
  wrapper.append(table);
}
