import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { PluginDetail, Screenshot } from '../../store/plugins.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { AddScreenshot } from './add-screenshot.ts';

interface ScreenshotsProps {
  detail: PluginDetail;
  onChange: () => Promise<void>;
}

/** Pictures that are kept here are shown; those elsewhere are links, because their server would see who looks. */
export function Screenshots({ detail, onChange }: ScreenshotsProps) {
  const { session } = useApp();
  const { screenshots, plugin } = detail;
  if (screenshots.length === 0 && !session.me.value) return null;
  return html`
    <section class="plugin-section" aria-labelledby="screenshots">
      <h2 class="plugin-section-title" id="screenshots">Screenshots</h2>
      ${screenshots.length === 0 && html`<p>None yet.</p>`}
      <ul class="screenshots">
        ${screenshots.map((screenshot) => html`<${Shot} key=${screenshot.id} ...${{ screenshot, detail, onChange }} />`)}
      </ul>
      ${session.me.value && html`<${AddScreenshot} pluginId=${plugin.id} onDone=${onChange} />`}
    </section>
  `;
}

function Shot({ screenshot, detail, onChange }: ScreenshotsProps & { screenshot: Screenshot }) {
  const { api, session } = useApp();
  const me = session.me.value;
  const { id, url, caption, username } = screenshot;
  const mayRemove =
    me && (me.is_admin || me.id === detail.plugin.author_id || me.username === username);
  const text = caption || `Screenshot by ${username}`;
  return html`
    <li class="screenshot">
      ${
        url.startsWith('data:image/')
          ? html`<img class="screenshot-picture" src=${url} alt=${text} loading="lazy" />`
          : html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow ugc">${text}</a>`
      }
      <span class="screenshot-foot">
        <span class="row-note">${caption && url.startsWith('data:') ? `${caption}, by ${username}` : `by ${username}`}</span>
        ${
          mayRemove &&
          html`<${ConfirmButton}
            label="Remove"
            question="Remove this screenshot?"
            consequence="It is gone for everybody who looks at this plugin."
            onConfirm=${async () => {
              await api.remove(`api/v1/store/screenshot/${id}`);
              await onChange();
            }}
          />`
        }
      </span>
    </li>
  `;
}
