import { html } from 'htm/preact';
import type { PluginDetail } from '../../store/plugins.ts';
import { formatRelative } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { ReportButton } from './report-button.ts';

export function FactsCard({ detail }: { detail: PluginDetail }) {
  const { plugin } = detail;
  const now = useNow().value;
  const ago = (at: string) => formatRelative(Math.min(Date.parse(at), now), now);
  return html`
    <section class="aside-card">
      <h2 class="visually-hidden">Facts</h2>
      <dl class="facts-list">
        <div class="facts-row"><dt>Name</dt><dd class="mono">${plugin.name}</dd></div>
        <div class="facts-row"><dt>Version</dt><dd class="mono">${plugin.version}</dd></div>
        <div class="facts-row"><dt>Updated</dt><dd>${ago(detail.updated_at)}</dd></div>
        <div class="facts-row"><dt>Published</dt><dd>${ago(plugin.created_at)}</dd></div>
      </dl>
      ${
        plugin.repository &&
        html`<p class="aside-line"><a href=${plugin.repository} target="_blank" rel="noopener noreferrer nofollow ugc">Source code elsewhere</a></p>`
      }
      <${ReportButton} plugin=${plugin} />
    </section>
  `;
}
