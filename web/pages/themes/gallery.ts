import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { FailureNotice } from '../../ui/notice.ts';
import type { Variables } from '../../ui/readable.ts';
import { schemeOf } from '../../ui/readable.ts';
import { Segmented } from '../../ui/segmented.ts';
import type { StoredTheme } from '../../wire.ts';
import type { Fitting } from './fitting.ts';

const SHOWN = [
  { value: 'all', label: 'All' },
  { value: 'installed', label: 'Installed' },
  { value: 'mine', label: 'Mine' },
] as const;
type Shown = (typeof SHOWN)[number]['value'];

const NOTHING: Record<Shown, string> = {
  all: 'Nobody has shared a theme yet. Make one below, and publish it.',
  installed: 'None yet. A theme that you wear or install is kept here.',
  mine: 'You have published none yet. Change values below, then publish them.',
};

/** Themes that people share. */
export function Gallery({ fitting }: { fitting: Fitting }) {
  const me = useApp().session.me.value;
  const shown = useSignal<Shown>('all');
  const { themes, installed } = fitting;
  const installedIds = new Set(installed.data.value?.themes.map(({ id }) => id));
  if (themes.error.value && !themes.data.value) {
    return html`<${FailureNotice} error=${themes.error.value} onRetry=${themes.reload} />`;
  }
  if (!themes.data.value) return html`<div class="skeleton-block themes-skeleton"></div>`;
  const fits: Record<Shown, (theme: StoredTheme) => boolean> = {
    all: () => true,
    installed: ({ id }) => installedIds.has(id),
    mine: ({ author_username }) => author_username === me?.username,
  };
  const listed = themes.data.value.themes.filter(fits[shown.value]);
  return html`
    <${Segmented} label="Which themes" options=${SHOWN} value=${shown.value} onChoose=${(
      value: Shown,
    ) => {
      shown.value = value;
    }} />
    ${
      listed.length === 0 &&
      html`
        <div class="card empty-themes">
          <p>${NOTHING[shown.value]}</p>
          ${shown.value === 'all' && me?.is_admin && html`<${Seed} fitting=${fitting} />`}
        </div>
      `
    }
    <ul class="themes-grid">
      ${listed.map(
        (theme) => html`
          <${Card} key=${theme.id} theme=${theme} fitting=${fitting} isInstalled=${installedIds.has(theme.id)} />
        `,
      )}
    </ul>
  `;
}

/** An empty gallery is filled with what comes with the program; the store's plugins come along. */
function Seed({ fitting }: { fitting: Fitting }) {
  const { api, toasts } = useApp();
  const seed = useAction(async () => {
    await api.post('api/v1/store/admin/seed');
    await fitting.refresh();
    toasts.show('Bundled themes and plugins published');
  });
  return html`
    <button class="btn" type="button" disabled=${seed.isBusy.value} onClick=${seed.run}>
      Publish the bundled themes and plugins
    </button>
    <p class="field-error" role="alert">${seed.error.value?.message}</p>
  `;
}

interface CardProps {
  theme: StoredTheme;
  fitting: Fitting;
  isInstalled: boolean;
}

function Card({ theme, fitting, isInstalled }: CardProps) {
  const { api, session, toasts } = useApp();
  const me = session.me.value;
  const isMine = theme.author_username === me?.username;
  const isWorn = fitting.outfit.value.themeId === theme.id;
  const outfit = { themeId: theme.id, own: {} };
  const wear = useAction(async () => {
    await fitting.apply(outfit);
    toasts.show(`Wearing ${theme.display_name}`);
  });
  const install = useAction(async () => {
    if (isInstalled) await api.remove(`api/v1/themes/uninstall/${theme.id}`);
    else await api.post(`api/v1/themes/install/${theme.id}`);
    await fitting.refresh();
  });
  const remove = async () => {
    await api.remove(`api/v1/themes/${isMine ? 'my' : 'admin'}/${theme.id}`);
    await fitting.refresh();
  };
  const failure = wear.error.value ?? install.error.value;
  return html`
    <li class="card theme-card" data-worn=${isWorn}>
      <${Miniature} variables=${theme.variables} />
      <h3 class="theme-name"><span aria-hidden="true">${theme.icon}</span> ${theme.display_name}</h3>
      <p class="theme-description">${theme.description}</p>
      <p class="theme-facts">${describe(theme)}</p>
      <div class="button-row">
        <button class="btn" type="button" onClick=${() => fitting.tryOn(outfit)} aria-label=${`Try ${theme.display_name}`}>Try</button>
        <button class="btn" type="button" disabled=${wear.isBusy.value} onClick=${wear.run} aria-label=${`Wear ${theme.display_name}`}>Wear</button>
        <button class="btn" type="button" disabled=${install.isBusy.value} onClick=${install.run} aria-label=${`${isInstalled ? 'Uninstall' : 'Install'} ${theme.display_name}`}>
          ${isInstalled ? 'Uninstall' : 'Install'}
        </button>
        ${
          (isMine || me?.is_admin) &&
          html`
            <${ConfirmButton}
              label="Delete"
              question=${`Delete the theme “${theme.display_name}”?`}
              consequence="Whoever wears it is back in Hearthbeat’s own colours."
              onConfirm=${remove}
            />
          `
        }
      </div>
      <p class="field-error" role="alert">${failure?.message}</p>
    </li>
  `;
}

function describe({ author_username, version, install_count }: StoredTheme): string {
  const installs = `${install_count} ${install_count === 1 ? 'install' : 'installs'}`;
  return `${author_username} · ${version} · ${installs}`;
}

/** A page in small, in shapes only. */
function Miniature({ variables }: { variables: Variables }) {
  const style = { ...variables, 'color-scheme': schemeOf(variables) ?? undefined };
  return html`
    <div class="theme-mini" style=${style} aria-hidden="true">
      <div class="theme-mini-rail"><i></i><i></i><i></i></div>
      <div class="theme-mini-card">
        <b></b>
        <i></i>
        <div class="theme-mini-bars">${[40, 70, 100, 55, 80].map(
          (height) => html`<span key=${height} style=${{ height: `${height}%` }}></span>`,
        )}</div>
      </div>
    </div>
  `;
}
