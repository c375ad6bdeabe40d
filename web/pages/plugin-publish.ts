import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import type { PageProps } from '../shell/lazy-page.ts';
import type { PluginDetail, StorePlugin } from '../store/plugins.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useResource } from '../ui/resource.ts';
import { type Draft, NEW_DRAFT, toDraft } from './plugin-publish/draft.ts';
import { PublishForm } from './plugin-publish/form.ts';

/** Publishing by form: a new plugin, or a change to one's own that the address names. */
export function Page({ parameters: { name } }: PageProps) {
  return html`
    <div class="page-narrow">
      <h1 class="page-title publish-title">${name ? `Update ${name}` : 'Publish a plugin'}</h1>
      <p class="store-lead">
        Writing one? The <a href=${name ? `cteditor?plugin=${name}` : 'cteditor'}>editor</a> tries it out while you type, and publishes it too.
      </p>
      ${name ? html`<${Existing} key=${name} name=${name} />` : html`<${PublishForm} start=${NEW_DRAFT} isNew />`}
    </div>
  `;
}

function Existing({ name }: { name: string }) {
  const { api } = useApp();
  const answer = useResource<Draft | null>(async (signal) => {
    const { plugins } = await api.get<{ plugins: StorePlugin[] }>('api/v1/store/my', { signal });
    const plugin = plugins.find((each) => each.name === name);
    if (!plugin) return null;
    // Of a banned one, README and changelog cannot be read; what is not touched stays.
    if (plugin.is_banned) return toDraft(plugin, null);
    const path = `api/v1/store/plugin/${plugin.id}/detail`;
    return toDraft(plugin, await api.get<PluginDetail>(path, { signal }));
  });
  const start = answer.data.value;
  if (answer.error.value) {
    return html`<${FailureNotice} error=${answer.error.value} onRetry=${answer.refresh} />`;
  }
  if (start === undefined)
    return html`<div class="plugin-waiting skeleton-block" role="status" aria-label="Loading"></div>`;
  if (start === null) {
    return html`
      <section class="card empty">
        <h2>You have published no plugin called ${name}</h2>
        <p>Only its author can update a plugin.</p>
        <a class="btn" href="plugin-store?view=mine">Your plugins</a>
      </section>
    `;
  }
  return html`<${PublishForm} start=${start} isNew=${false} />`;
}
