import { html } from 'htm/preact';
import { Check, TriangleAlert } from 'lucide';
import { type AccessFact, describeAccess } from '../../store/access-words.ts';
import type { PluginDetail } from '../../store/plugins.ts';
import { pluginAddress } from '../../ui/address.ts';
import { Icon } from '../../ui/icon.ts';

/** Found by reading the script, so that nobody has to believe a description. */
export function AccessCard({ detail }: { detail: PluginDetail }) {
  const facts = describeAccess(detail.access, detail.plugin.has_external_access);
  return html`
    <section class="aside-card">
      <h2 class="aside-title">What it may do</h2>
      <ul class="access">
        ${facts.map((fact) => html`<${Fact} key=${fact.text} fact=${fact} />`)}
      </ul>
      ${
        detail.dependencies.length > 0 &&
        html`
          <p class="access-more">
            Installed along with it: ${detail.dependencies.map((name, index) => html`${index > 0 && ', '}<a href=${pluginAddress(name)}>${name}</a>`)}
          </p>
        `
      }
    </section>
  `;
}

function Fact({ fact }: { fact: AccessFact }) {
  const isCare = fact.weight === 'care';
  return html`
    <li class=${isCare ? 'access-fact access-care' : 'access-fact'}>
      <${Icon} of=${isCare ? TriangleAlert : Check} size=${16} />
      <span>
        ${isCare && html`<span class="visually-hidden">Careful: </span>`}${fact.text}
        ${fact.names.length > 0 && html`<span class="access-names">${fact.names.join(', ')}</span>`}
      </span>
    </li>
  `;
}
