import { html } from 'htm/preact';
import { Plus } from 'lucide';
import { useApp } from '../app.ts';
import { readAsked, VIEWS, withChange } from '../store/view.ts';
import { Icon } from '../ui/icon.ts';
import { Installed } from './plugin-store/installed.ts';
import { Listing } from './plugin-store/listing.ts';
import { Mine } from './plugin-store/mine.ts';

/** The store for everybody; what they installed and published for those who are signed in. */
export function Page() {
  const { router, session } = useApp();
  const { query } = router.place.value;
  const isMember = Boolean(session.me.value);
  const asked = readAsked(query);
  const view = isMember ? asked.view : 'store';
  return html`
    <div class="store">
      <div class="store-head">
        <div>
          <h1 class="page-title">Plugins</h1>
          <p class="store-lead">Small programs for your dashboard, made by people here.</p>
        </div>
        ${
          isMember &&
          html`
            <a class="btn btn-primary" href="plugin-store/publish"><${Icon} of=${Plus} size=${14} />Publish Plugin</a>
          `
        }
      </div>
      ${
        isMember &&
        html`
          <nav class="segmented store-views" aria-label="Plugins to show">
            ${VIEWS.map(
              ({ value, label }) => html`
                <a
                  key=${value}
                  class="segment-link"
                  href=${withChange(new URLSearchParams(), 'view', value)}
                  aria-current=${value === view ? 'page' : undefined}
                >${label}</a>
              `,
            )}
          </nav>
        `
      }
      ${view === 'store' && html`<${Listing} asked=${asked} />`}
      ${view === 'installed' && html`<${Installed} />`}
      ${view === 'mine' && html`<${Mine} />`}
    </div>
  `;
}
