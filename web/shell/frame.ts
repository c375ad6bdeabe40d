import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { OfflineBanner } from './offline-banner.ts';
import { Rail } from './rail.ts';

/** What surrounds every page of a signed-in person; the live stream runs while it is shown. */
export function Frame({
  pattern,
  children,
}: {
  pattern: string | null;
  children: ComponentChildren;
}) {
  const { live } = useApp();
  useEffect(() => {
    live.start();
    return live.stop;
  }, [live]);
  return html`
    <div class="frame">
      <a class="skip-link" href="#main" onClick=${skipToMain}>Skip to content</a>
      <${Rail} pattern=${pattern} />
      <main class="main" id="main" tabindex="-1">
        <${OfflineBanner} />
        ${children}
      </main>
    </div>
  `;
}

/** With a base element, "#main" alone would lead to another address. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
