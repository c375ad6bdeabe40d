import { html } from 'htm/preact';
import type { Card } from './plugins.ts';

interface BadgesProps {
  kinds: Card['kinds'];
  hasExternalAccess: boolean;
}

/** In a word or two, where a plugin runs and whether it talks to others. */
export function Badges({ kinds, hasExternalAccess }: BadgesProps) {
  const badges = [
    kinds.includes('widget') && { word: 'Widget', note: 'Draws a panel on your dashboard' },
    kinds.includes('lifecycle') && { word: 'Server', note: 'Parts of it run on the server' },
  ].filter((badge) => badge !== false);
  return html`
    <span class="badges">
      ${badges.map(({ word, note }) => html`<span class="badge" key=${word} title=${note}>${word}</span>`)}
      ${hasExternalAccess && html`<span class="badge badge-warn" title="It sends requests to other servers">External access</span>`}
    </span>
  `;
}
