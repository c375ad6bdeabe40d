import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { Code } from '../../store/code.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { useAction } from '../../ui/action.ts';
import { useResource } from '../../ui/resource.ts';

interface Accepted {
  accepted_version: string | null;
  accepted_script: string | null;
}

interface UpdateNoticeProps {
  plugin: StorePlugin;
  onChange: () => Promise<void>;
}

/** For people who review updates first: what waits for them, what is different, and their word. */
export function UpdateNotice({ plugin, onChange }: UpdateNoticeProps) {
  const { session } = useApp();
  if (!session.me.value?.review_plugin_updates) return null;
  return html`<${WaitingUpdate} plugin=${plugin} onChange=${onChange} />`;
}

function WaitingUpdate({ plugin, onChange }: UpdateNoticeProps) {
  const { api, toasts } = useApp();
  const isShown = useSignal(false);
  const accepted = useResource<Accepted>((signal) =>
    api.get(`api/v1/store/plugin/${plugin.id}/accepted`, { signal }),
  );
  const accept = useAction(async () => {
    const { version } = await api.post<{ version: string }>(
      `api/v1/store/plugin/${plugin.id}/accept`,
      { script: plugin.script },
    );
    toasts.show(`You run ${version} now`);
    await accepted.refresh();
    await onChange();
  });
  const running = accepted.data.value;
  if (!running || running.accepted_script === plugin.script) return null;
  const isSame = running.accepted_version === plugin.version;
  return html`
    <section class="update-notice" aria-label="An update waits">
      <p>
        ${isSame ? `${plugin.version} was published again with another script.` : `Version ${plugin.version} waits for your review.`}
        ${' '}You run ${running.accepted_version ?? 'an earlier one'}.
      </p>
      <div class="button-row">
        <button
          class="btn"
          type="button"
          aria-expanded=${isShown.value}
          onClick=${() => {
            isShown.value = !isShown.value;
          }}
        >
          ${isShown.value ? 'Hide the changes' : 'See what changes'}
        </button>
        <button class="btn btn-primary" type="button" disabled=${accept.isBusy.value} onClick=${accept.run}>
          Accept ${plugin.version}
        </button>
      </div>
      <p class="field-error" role="alert">${accept.error.value?.message}</p>
      ${
        isShown.value &&
        html`<${Code} label="What the update changes" before=${running.accepted_script ?? ''} text=${plugin.script ?? ''} />`
      }
    </section>
  `;
}
