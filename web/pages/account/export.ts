import { html } from 'htm/preact';
import { Download } from 'lucide';
import { Icon } from '../../ui/icon.ts';
import { Section } from './section.ts';

const formats = [
  { id: 'ndjson', label: 'NDJSON' },
  { id: 'json', label: 'JSON' },
  { id: 'csv', label: 'CSV' },
];

export function Export() {
  return html`
    <${Section} title="Your data" lead="Every heartbeat, whole. Import reads each of these back.">
      <div class="button-row">
        ${formats.map(
          ({ id, label }) => html`
            <a key=${id} class="btn" href=${`api/v1/export/${id}`} download>
              <${Icon} of=${Download} size=${14} />${label}
            </a>
          `,
        )}
      </div>
    </>
  `;
}
