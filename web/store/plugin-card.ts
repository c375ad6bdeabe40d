import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { pluginAddress } from '../ui/address.ts';
import { Badges } from './badges.ts';
import { PluginIcon } from './plugin-icon.ts';
import { type Card, describeUse } from './plugins.ts';
import { AverageStars } from './stars.ts';

interface PluginCardProps {
  plugin: Card;
  /** Shown beside the name: installed, an update waits. */
  mark?: ComponentChildren;
}

/** A plugin in the store's list; all of it leads to its page. */
export function PluginCard({ plugin, mark }: PluginCardProps) {
  return html`
    <li class="plugin-card">
      <div class="plugin-card-head">
        <${PluginIcon} icon=${plugin.icon} />
        <div class="plugin-card-names">
          <h2 class="plugin-card-name">
            <a href=${pluginAddress(plugin.name)}>${plugin.display_name}</a>
          </h2>
          <p class="plugin-card-by">${plugin.author_username ?? 'somebody'} · <span class="mono">${plugin.version}</span></p>
        </div>
        ${mark && html`<span class="badge badge-ok">${mark}</span>`}
      </div>
      <p class="plugin-card-text">${plugin.description}</p>
      <div class="plugin-card-foot">
        <${Badges} kinds=${plugin.kinds} hasExternalAccess=${plugin.has_external_access} />
        <span class="plugin-card-use">
          <${AverageStars} average=${plugin.avg_rating} count=${plugin.rating_count} />
          <span>${describeUse(plugin)}</span>
        </span>
      </div>
    </li>
  `;
}
