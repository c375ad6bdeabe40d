import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { pluginAddress } from '../ui/address.ts';
import { useResource } from '../ui/resource.ts';
import { describeUse, type ListedPlugin } from './plugins.ts';

const SHOWN = 4;

/** The most used plugins, below the sign-in form; nothing where there are none, or no answer. */
export function Page() {
  const { api } = useApp();
  const list = useResource<{ plugins: ListedPlugin[] }>((signal) =>
    api.get(`api/v1/store?sort=installs&scripts=false&limit=${SHOWN}`, { signal }),
  );
  const plugins = list.data.value?.plugins ?? [];
  if (plugins.length === 0) return null;
  return html`
    <section class="top-plugins" aria-labelledby="top-plugins">
      <div class="top-plugins-head">
        <h2 class="top-plugins-title" id="top-plugins">Plugin Store</h2>
        <a href="plugin-store">All plugins</a>
      </div>
      <ul class="rows">
        ${plugins.map(
          (plugin) => html`
            <li class="row" key=${plugin.id}>
              <a class="top-plugin" href=${pluginAddress(plugin.name)}>
                <span class="plugin-icon plugin-icon-small" aria-hidden="true">${plugin.icon}</span>
                <span class="top-plugin-name">${plugin.display_name}</span>
                <span class="row-note">${describeUse(plugin)}</span>
              </a>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}
