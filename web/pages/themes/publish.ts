import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import type { Fitting } from './fitting.ts';

/** `Night Shift!` as `night-shift`. */
export function toThemeName(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** Shares the values that are shown, as a theme that anybody may install. */
export function PublishTheme({ fitting }: { fitting: Fitting }) {
  const { api, toasts } = useApp();
  const title = useSignal('');
  const description = useSignal('');
  const icon = useSignal('');
  const version = useSignal('');
  const publish = useAction(async () => {
    await api.post('api/v1/themes/publish', {
      name: toThemeName(title.value),
      display_name: title.value,
      description: description.value || null,
      icon: icon.value || null,
      version: version.value || null,
      variables: fitting.variables.value,
    });
    await fitting.refresh();
    toasts.show(`${title.value} published`);
  });
  const fields = publish.error.value?.fields ?? {};
  const count = Object.keys(fitting.variables.value).length;
  return html`
    <form class="form" onSubmit=${publish.run}>
      <${TextField} label="Name" name="title" value=${title} required maxLength=${128} error=${fields.display_name ?? fields.name}
        hint=${title.value && `Published as ${toThemeName(title.value)}. A name of your own is updated.`} />
      <${TextField} label="Description" name="description" value=${description} error=${fields.description} />
      <div class="theme-publish-pair">
        <${TextField} label="Icon" name="icon" value=${icon} placeholder="🎨" error=${fields.icon} />
        <${TextField} label="Version" name="version" value=${version} placeholder="1.0.0" error=${fields.version} />
      </div>
      <div class="submit">
        <button class="btn" type="submit" disabled=${publish.isBusy.value || count === 0}>Publish ${count} ${count === 1 ? 'value' : 'values'}</button>
        <p class="field-error" role="alert">${publish.error.value?.message}</p>
      </div>
    </form>
  `;
}
