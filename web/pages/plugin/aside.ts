import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { PluginDetail } from '../../store/plugins.ts';
import { AccessCard } from './access-card.ts';
import { AuthorCard } from './author-card.ts';
import { FactsCard } from './facts-card.ts';
import { InstallCard } from './install-card.ts';
import { ModerationCard } from './moderation-card.ts';

interface AsideProps {
  detail: PluginDetail;
  /** Undefined while it is not known. */
  installed: boolean | undefined;
  onChange: () => Promise<void>;
}

/** What people decide by, and then the decision. */
export function Aside({ detail, installed, onChange }: AsideProps) {
  const me = useApp().session.me.value;
  const { plugin } = detail;
  return html`
    <aside class="plugin-aside" aria-label=${`About installing ${plugin.display_name}`}>
      <${AccessCard} detail=${detail} />
      <${InstallCard} ...${{ plugin, installed, onChange }} />
      <${FactsCard} detail=${detail} />
      ${me?.id === plugin.author_id && html`<${AuthorCard} plugin=${plugin} />`}
      ${me?.is_admin && html`<${ModerationCard} plugin=${plugin} onChange=${onChange} />`}
    </aside>
  `;
}
