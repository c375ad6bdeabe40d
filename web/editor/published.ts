import { html } from 'htm/preact';
import type { Access, PublishAnswer } from './wire.ts';

/** Words for what the server found in a script. */
function describe(access: Access): [what: string, found: string][] {
  const list = (names: readonly string[]) => names.join(', ');
  const rows: [string, string][] = [
    ['Panel', access.widget ? 'drawn on the dashboard' : ''],
    ['Hooks', list(access.hooks)],
    ['Endpoints', list(access.endpoints)],
    ['Tables', list(access.tables)],
    ['Other hosts', list(access.hosts.map((host) => (host === '*' ? 'any (computed)' : host)))],
    ['Makes code of text', access.uses_eval ? 'yes' : ''],
  ];
  return rows.filter(([, found]) => found !== '');
}

/** It is in the store: where, and what people there see that it does. */
export function Published({ answer }: { answer: PublishAnswer }) {
  const { plugin, access } = answer;
  return html`
    <section class="notice cteditor-published" role="status">
      <p>
        ${plugin.display_name} ${plugin.version} is in the store.
        ${' '}<a href=${`plugin/${plugin.name}`}>See its page</a>
      </p>
      <dl>
        ${describe(access).map(([what, found]) => html`<div key=${what}><dt>${what}</dt><dd>${found}</dd></div>`)}
      </dl>
    </section>
  `;
}
