import { useSignalEffect } from '@preact/signals';
import { html } from 'htm/preact';
import { BookOpen, Keyboard, LogIn, LogOut, Search as SearchIcon } from 'lucide';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { signInAddress } from '../ui/address.ts';
import { Icon } from '../ui/icon.ts';
import { Brand } from './brand.ts';
import { type Destination, isWithin } from './destinations.ts';
import { LiveDot } from './live-dot.ts';

interface RailProps {
  pattern: string | null;
  destinations: readonly Destination[];
  onSearch: () => void;
  onHelp: () => void;
}

/** The way around: a rail on wide screens, a bar under the thumb on phones. */
export function Rail({ pattern, destinations, onSearch, onHelp }: RailProps) {
  const isMember = Boolean(useApp().session.me.value);
  return html`
    <header class="rail">
      <div class="rail-top">
        <a class="brand-link" href="./" aria-label="Hearthbeat, overview"><${Brand} /></a>
        ${isMember && html`<${LiveDot} />`}
      </div>
      ${isMember && html`<${SearchButton} onSearch=${onSearch} />`}
      <nav class="rail-nav" aria-label="Pages">
        ${destinations.map((to) => {
          const { path, label, icon, isForWide } = to;
          return html`
            <a
              key=${path}
              class=${isForWide ? 'rail-link rail-link-wide' : 'rail-link'}
              href=${path || './'}
              aria-current=${isWithin(to, pattern) ? 'page' : undefined}
            >
              <${Icon} of=${icon} size=${18} /><span>${label}</span>
            </a>
          `;
        })}
        ${!isMember && html`<${SignInLink} />`}
      </nav>
      <div class="rail-foot">
        <a class="rail-link" href="docs" aria-current=${pattern?.startsWith('docs') ? 'page' : undefined}>
          <${Icon} of=${BookOpen} size=${18} /><span>Docs</span>
        </a>
        <button class="rail-link rail-help" type="button" aria-keyshortcuts="?" onClick=${onHelp}>
          <${Icon} of=${Keyboard} size=${18} /><span>Shortcuts</span>
        </button>
        <${Person} />
      </div>
    </header>
  `;
}

function SearchButton({ onSearch }: Pick<RailProps, 'onSearch'>) {
  return html`
    <button class="rail-search" type="button" aria-label="Search" aria-keyshortcuts="/" onClick=${onSearch}>
      <${Icon} of=${SearchIcon} />
      <span class="rail-search-words">Search</span>
      <kbd class="key-hint">/</kbd>
    </button>
  `;
}

/** Back to the page that a stranger is on, once they are signed in. */
function SignInLink() {
  return html`
    <a class="rail-link" href=${signInAddress(useApp().router.place.value)}>
      <${Icon} of=${LogIn} size=${18} /><span>Sign in</span>
    </a>
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
