import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { useApp } from '../app.ts';
import { listDestinations } from './destinations.ts';
import { LostTheme } from './lost-theme.ts';
import { OfflineBanner } from './offline-banner.ts';
import { Rail } from './rail.ts';
import { routes } from './routes.ts';
import { Search } from './search.ts';
import { type ShortcutAction, useShortcuts } from './shortcuts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.ts';

interface FrameProps {
  pattern: string | null;
  children: ComponentChildren;
}

/** What surrounds every page with a shell; the live stream runs while a signed-in person sees it. */
export function Frame({ pattern, children }: FrameProps) {
  const { live, look, router, session } = useApp();
  /** What lies over the page. */
  const over = useSignal<'nothing' | 'search' | 'help'>('nothing');
  const me = session.me.value;
  const destinations = listDestinations(routes, {
    isMember: Boolean(me),
    isAdmin: me?.is_admin ?? false,
  });
  const close = () => {
    over.value = 'nothing';
  };
  const perform = (action: ShortcutAction) => {
    if (action.kind === 'go') router.navigate(action.path || './');
    else if (me || action.kind === 'help') over.value = action.kind;
  };
  useShortcuts(destinations, perform);
  useEffect(() => {
    if (!me) return;
    live.start();
    return live.stop;
  }, [live, me?.id]);
  useEffect(() => {
    // Without an answer, what the last visit wore stays on.
    if (me) look.load().catch(ignoreApiError);
  }, [look, me?.id]);
  return html`
    <div class="frame">
      <a class="skip-link" href="#main" onClick=${skipToMain}>Skip to content</a>
      <${Rail}
        pattern=${pattern}
        destinations=${destinations}
        onSearch=${() => perform({ kind: 'search' })}
        onHelp=${() => perform({ kind: 'help' })}
      />
      <main class="main" id="main" tabindex="-1">
        <${OfflineBanner} />
        ${children}
      </main>
      <${LostTheme} />
      ${over.value === 'search' && html`<${Search} destinations=${destinations} onClose=${close} />`}
      ${over.value === 'help' && html`<${ShortcutsDialog} destinations=${destinations} onClose=${close} />`}
    </div>
  `;
}

function ignoreApiError(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}

/** With a base element, "#main" alone would lead to another address. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
