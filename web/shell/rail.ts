import { useSignalEffect } from '@preact/signals';
import { html } from 'htm/preact';
import { ChartNoAxesColumn, type IconNode, LogOut, Plug, User } from 'lucide';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { Icon } from '../ui/icon.ts';
import { Brand } from './brand.ts';
import { LiveDot } from './live-dot.ts';

const destinations: readonly { path: string; label: string; icon: IconNode }[] = [
  { path: '', label: 'Overview', icon: ChartNoAxesColumn },
  { path: 'connect', label: 'Connect', icon: Plug },
  { path: 'account', label: 'Account', icon: User },
];

/** The way around: a rail on wide screens, a bar under the thumb on phones. */
export function Rail({ pattern }: { pattern: string | null }) {
  return html`
    <header class="rail">
      <div class="rail-top">
        <a class="brand-link" href="./" aria-label="Hearthbeat, overview"><${Brand} /></a>
        <${LiveDot} />
      </div>
      <nav class="rail-nav" aria-label="Pages">
        ${destinations.map(({ path, label, icon }) => {
          const isHere = path === pattern || (path === '' && pattern === 'dashboard');
          return html`
            <a key=${path} class="rail-link" href=${path || './'} aria-current=${isHere ? 'page' : undefined}>
              <${Icon} of=${icon} size=${18} /><span>${label}</span>
            </a>
          `;
        })}
      </nav>
      <${Person} />
    </header>
  `;
}

function Person() {
  const { session, toasts } = useApp();
  const me = session.me.value;
  const leave = useAction(session.signOut);
  useSignalEffect(() => {
    if (leave.error.value) toasts.show(leave.error.value.message, 'failed');
  });
  if (!me) return null;
  return html`
    <div class="rail-person">
      <span class="rail-name">${me.display_name || me.username}</span>
      <button class="icon-button" type="button" aria-label="Sign out" title="Sign out" onClick=${leave.run}>
        <${Icon} of=${LogOut} />
      </button>
    </div>
  `;
}
