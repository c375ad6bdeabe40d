import { html } from 'htm/preact';
import { readOutline } from './script-outline.ts';
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

/** Hooks and endpoints that the text has, but the server did not get to. */
function listMissed(code: string, { hooks, endpoints }: Access): string[] {
  const reading = readOutline(code);
  if (!reading.ok) return [];
  const written = reading.outline;
  return [
    ...written.hooks.filter((name) => !hooks.includes(name)),
    ...written.endpoints.filter((name) => !endpoints.includes(name)),
  ];
}

/** It is in the store: where, and what people there see that it does. */
export function Published({ answer }: { answer: PublishAnswer }) {
  const { plugin, access } = answer;
  const missed = listMissed(plugin.script ?? '', access);
  return html`
    <section class="notice cteditor-published" role="status">
      <p>
        ${plugin.display_name} ${plugin.version} is in the store.
        ${' '}<a href=${`plugin/${plugin.name}`}>See its page</a>
      </p>
      <dl>
        ${describe(access).map(([what, found]) => html`<div key=${what}><dt>${what}</dt><dd>${found}</dd></div>`)}
      </dl>
      ${
        missed.length > 0 &&
        html`
          <p class="cteditor-missed">
            ${missed.join(', ')} cannot run: on the server the script's top level fails before. There is no
            container there; put what draws behind if (container).
          </p>
        `
      }
    </section>
  `;
}
