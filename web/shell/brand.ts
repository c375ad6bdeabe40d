import { html } from 'htm/preact';
import { Flame } from 'lucide';
import { Icon } from '../ui/icon.ts';

export function Brand() {
  return html`<span class="brand"><${Icon} of=${Flame} size=${20} /><span class="brand-name">Hearthbeat</span></span>`;
}
