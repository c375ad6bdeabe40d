import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import type { PageProps } from '../shell/lazy-page.ts';
import type { PluginDetail } from '../store/plugins.ts';
import { useInstalled, useStore } from '../store/use-store.ts';
import { FailureNotice } from '../ui/notice.ts';
import { About } from './plugin/about.ts';
import { Aside } from './plugin/aside.ts';
import { Errors } from './plugin/errors.ts';
import { Gone } from './plugin/gone.ts';
import { PluginHead } from './plugin/head.ts';
import { listParts, type Part, readPart } from './plugin/parts.ts';
import { Reviews } from './plugin/reviews.ts';
import { Runs } from './plugin/runs.ts';
import { Settings } from './plugin/settings.ts';
import { Source } from './plugin/source.ts';
import { Subnav } from './plugin/subnav.ts';
import { UpdateNotice } from './plugin/update-notice.ts';
import { Versions } from './plugin/versions.ts';

const NOT_FOUND = 404;

/** One plugin: what it is and may do, for people who decide, use, or made it. */
export function Page({ parameters: { name = '' } }: PageProps) {
  return html`<${PluginNamed} key=${name} name=${name} />`;
}

function PluginNamed({ name }: { name: string }) {
  const detail = useStore<PluginDetail>(`api/v1/store/named/${encodeURIComponent(name)}`);
  const failure = detail.error.value;
  if (failure?.status === NOT_FOUND) return html`<${Gone} reason=${failure.message} />`;
  const known = detail.data.value;
  return html`
    ${failure && html`<${FailureNotice} error=${failure} onRetry=${detail.refresh} />`}
    ${known && html`<${Known} detail=${known} onChange=${detail.refresh} />`}
    ${!known && !failure && html`<div class="plugin-waiting skeleton-block" role="status" aria-label="Loading"></div>`}
  `;
}

function Known({ detail, onChange }: { detail: PluginDetail; onChange: () => Promise<void> }) {
  const { router, session } = useApp();
  const installs = useInstalled();
  const { plugin } = detail;
  const installed = installs.data.value?.installed.some(({ id }) => id === plugin.id);
  const parts = listParts(detail, {
    isInstalled: installed ?? false,
    isAuthor: session.me.value?.id === plugin.author_id,
  });
  const part = readPart(router.place.value.query, parts);
  const refresh = async () => {
    await Promise.all([onChange(), installs.refresh()]);
  };
  useEffect(() => {
    document.title = `${plugin.display_name} · Hearthbeat`;
  }, [plugin.display_name]);
  return html`
    <article class="plugin">
      <${PluginHead} detail=${detail} />
      ${installed && html`<${UpdateNotice} key=${plugin.version} plugin=${plugin} onChange=${refresh} />`}
      <div class="plugin-columns">
        <${Aside} detail=${detail} installed=${installed} onChange=${refresh} />
        <div class="plugin-main">
          <${Subnav} name=${plugin.name} parts=${parts} shown=${part} />
          <${ShownPart} ...${{ part, detail, onChange }} />
        </div>
      </div>
    </article>
  `;
}

interface ShownPartProps {
  part: Part;
  detail: PluginDetail;
  onChange: () => Promise<void>;
}

function ShownPart({ part, detail, onChange }: ShownPartProps) {
  const { plugin } = detail;
  switch (part) {
    case 'versions':
      return html`<${Versions} plugin=${plugin} />`;
    case 'reviews':
      return html`<${Reviews} detail=${detail} onChange=${onChange} />`;
    case 'source':
      return html`<${Source} plugin=${plugin} />`;
    case 'settings':
      return html`<${Settings} plugin=${plugin} />`;
    case 'errors':
      return html`<${Errors} plugin=${plugin} />`;
    case 'runs':
      return html`<${Runs} plugin=${plugin} />`;
    default:
      return html`<${About} detail=${detail} onChange=${onChange} />`;
  }
}
