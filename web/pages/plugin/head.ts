import { html } from 'htm/preact';
import { Badges } from '../../store/badges.ts';
import { PluginIcon } from '../../store/plugin-icon.ts';
import { describeUse, kindsOf, type PluginDetail } from '../../store/plugins.ts';
import { AverageStars } from '../../store/stars.ts';

export function PluginHead({ detail }: { detail: PluginDetail }) {
  const { plugin, access } = detail;
  return html`
    <header class="plugin-head">
      <${PluginIcon} icon=${plugin.icon} size="large" />
      <div class="plugin-head-text">
        <h1 class="plugin-title">${plugin.display_name}</h1>
        <p class="plugin-by">
          <span>by ${detail.author_username}</span>
          <span class="mono">${plugin.version}</span>
          <${AverageStars} average=${plugin.avg_rating} count=${plugin.rating_count} />
          <span>${describeUse(plugin)}</span>
          <${Badges} kinds=${kindsOf(access)} hasExternalAccess=${plugin.has_external_access} />
        </p>
        ${plugin.description && html`<p class="plugin-text">${plugin.description}</p>`}
      </div>
    </header>
  `;
}
