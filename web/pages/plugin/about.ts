import { html } from 'htm/preact';
import type { PluginDetail } from '../../store/plugins.ts';
import { Readme } from '../../store/readme.ts';
import { Screenshots } from './screenshots.ts';

interface AboutProps {
  detail: PluginDetail;
  onChange: () => Promise<void>;
}

/** What its author says and shows. */
export function About({ detail, onChange }: AboutProps) {
  const { readme } = detail;
  return html`
    ${
      readme
        ? html`<${Readme} markdown=${readme} />`
        : html`<p class="plugin-silence">${detail.author_username} wrote no README.</p>`
    }
    <${Screenshots} detail=${detail} onChange=${onChange} />
  `;
}
