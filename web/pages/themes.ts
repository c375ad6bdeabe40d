import { useComputed } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { ConfirmButton } from '../ui/confirm.ts';
import { isReadable, type Scheme, schemeOf } from '../ui/readable.ts';
import { Checks } from './themes/checks.ts';
import { type Fitting, useFitting } from './themes/fitting.ts';
import { Gallery } from './themes/gallery.ts';
import { PublishTheme } from './themes/publish.ts';
import { Sample } from './themes/sample.ts';
import { Values } from './themes/values.ts';

/** Themes: what people share, and one's own values. Nothing is applied before it is saved. */
export function Page() {
  const fitting = useFitting();
  const { theme } = useApp();
  const scheme = useComputed<Scheme>(() => {
    const choice = theme.current.value;
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    const chosen = choice === 'system' ? (isDark ? 'dark' : 'light') : choice;
    return schemeOf(fitting.variables.value) ?? chosen;
  });
  return html`
    <div class="page-narrow themes">
      <h1 class="page-title">Themes</h1>
      <${Worn} fitting=${fitting} />
      <section class="themes-part" aria-labelledby="themes-gallery">
        <h2 class="section-title" id="themes-gallery">Shared</h2>
        <${Gallery} fitting=${fitting} />
      </section>
      <section class="themes-part" aria-labelledby="themes-own">
        <h2 class="section-title" id="themes-own">Your own values</h2>
        <p class="section-lead">They lie over the theme that you wear. A change is shown at once, and applied when you save it.</p>
        <div class="themes-bench">
          <${Values} fitting=${fitting} scheme=${scheme.value} />
          <div class="themes-side">
            <${Sample} variables=${fitting.variables.value} />
            <${Checks} fitting=${fitting} scheme=${scheme.value} />
          </div>
        </div>
      </section>
      <section class="themes-part" aria-labelledby="themes-publish">
        <h2 class="section-title" id="themes-publish">Publish</h2>
        <p class="section-lead">Shares the values above with everybody on this instance.</p>
        <${PublishTheme} fitting=${fitting} />
      </section>
      <${TryingBar} fitting=${fitting} />
    </div>
  `;
}

/** What is applied now, and the ways out of it. */
function Worn({ fitting }: { fitting: Fitting }) {
  const { look, router, toasts } = useApp();
  const active = look.active.value;
  if (!active) return html`<div class="skeleton-block themes-worn-skeleton"></div>`;
  const count = Object.keys(active.custom_vars).length;
  const name = active.theme_display_name ?? 'Hearthbeat’s own colours';
  const isPlain = active.active_theme_id === null && count === 0;
  const reset = async () => {
    await fitting.apply({ themeId: null, own: {} });
    toasts.show('Back to Hearthbeat’s own colours');
  };
  return html`
    <div class="card themes-worn">
      <div>
        <p class="themes-worn-name" data-testid="worn">
          ${active.theme_icon} ${name}${count > 0 && `, and ${count} own ${count === 1 ? 'value' : 'values'}`}
        </p>
        <p class="section-lead">${explain(isPlain)}</p>
      </div>
      ${
        !isPlain &&
        html`<${ConfirmButton}
          label="Reset"
          question="Reset to Hearthbeat’s own colours?"
          consequence="The theme comes off and your own values are forgotten. Installed themes stay."
          onConfirm=${reset}
        />`
      }
    </div>
    ${
      look.isOff.value &&
      html`<div class="notice"><p>Themes are off in this tab.</p>
        <button class="btn" type="button" onClick=${() => router.navigate('themes?theme=on', { replace: true })}>Turn on</button></div>`
    }
    ${
      !isReadable(fitting.variables.value) &&
      html`<div class="notice notice-failed" role="alert">
        <p>In these values words are lost, so this page and Account do not wear them. The panel below shows them as they are.</p>
      </div>`
    }
  `;
}

const explain = (isPlain: boolean) =>
  isPlain
    ? 'They follow dark and light. Try a theme: nothing changes for good until you save it.'
    : 'A theme’s colours replace both dark and light. The switch in Account counts again when it is off.';

/** What is tried on is one key or one press away from being kept, or from being gone. */
function TryingBar({ fitting }: { fitting: Fitting }) {
  const { toasts } = useApp();
  const save = useAction(async () => {
    await fitting.apply(fitting.outfit.value);
    toasts.show('Theme saved');
  });
  if (!fitting.isTrying.value) return null;
  return html`
    <div class="themes-bar" role="region" aria-label="Trying on">
      <p>Trying this on. <span class="themes-bar-hint">Nothing is saved yet.</span></p>
      <p class="field-error" role="alert">${save.error.value?.message}</p>
      <div class="button-row">
        <button class="btn" type="button" aria-keyshortcuts="Escape" onClick=${fitting.discard}>Discard</button>
        <button class="btn btn-primary" type="button" disabled=${save.isBusy.value} onClick=${save.run}>Save</button>
      </div>
    </div>
  `;
}
