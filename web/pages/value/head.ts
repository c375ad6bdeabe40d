import { html } from 'htm/preact';
import { ChevronRight } from 'lucide';
import { formatDate, formatRelative } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.ts';
import { languageMarkStyle } from '../../ui/language-colour.ts';
import { projectMarks } from '../../ui/project-colour.ts';
import { localDate } from '../../ui/zone.ts';
import type { Detail, Dimension } from '../../wire.ts';
import { VALUE_WORDS } from './words.ts';

const MS = 1_000;

interface HeadProps {
  dimension: Dimension;
  name: string;
  /** Undefined until known. */
  detail: Detail | undefined;
  zone: string;
  now: number;
}

/** What the page is about, since when it is known, and when it was last seen. */
export function ValueHead({ dimension, name, detail, zone, now }: HeadProps) {
  const { kind, unknown } = VALUE_WORDS[dimension];
  return html`
    <header class="value-head">
      <p class="value-kind">
        ${
          dimension === 'project'
            ? html`<a href="projects">Projects</a><${Icon} of=${ChevronRight} size=${12} />`
            : kind
        }
      </p>
      <h1 class="value-name">
        ${hasColour(dimension, name) && html`<span class="mark value-mark" style=${markOf(dimension, name, detail)}></span>`}
        <span class="value-text">${name || unknown}</span>
      </h1>
      <p class="value-seen">
        ${detail ? describeSeen(detail, zone, now) : html`<span class="skeleton">First seen on some day</span>`}
      </p>
    </header>
  `;
}

const hasColour = (dimension: Dimension, name: string): boolean =>
  name !== '' && (dimension === 'project' || dimension === 'language');

function markOf(dimension: Dimension, name: string, detail: Detail | undefined) {
  if (dimension === 'language') return languageMarkStyle(name);
  return projectMarks(detail?.project_colours ?? [])(name);
}

function describeSeen({ first_seen: first, last_seen: last }: Detail, zone: string, now: number) {
  if (first === null || last === null) return '';
  const since = formatDate(localDate(first * MS, zone), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const exact = new Intl.DateTimeFormat(undefined, {
    timeZone: zone,
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(last * MS);
  return html`
    First seen ${since} · <span title=${exact}>last active ${formatRelative(Math.min(last * MS, now), now)}</span>
  `;
}
