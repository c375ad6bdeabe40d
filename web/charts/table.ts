import { html } from 'htm/preact';

export interface TableData {
  columns: readonly string[];
  /** The first cell names the row. */
  rows: readonly (readonly string[])[];
  /** Where the page of a row is, by its first cell. */
  addressOf?: (name: string) => string;
}

/** The numbers behind a chart, to read and to copy. */
export function DataTable({ caption, columns, rows, addressOf }: TableData & { caption: string }) {
  return html`
    <div class="table-wrapper figure-table" tabindex="0" role="region" aria-label=${`${caption}, table`}>
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col" key=${column}>${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells]) => html`
              <tr key=${name}>
                <th scope="row" class="td-main">
                  ${addressOf && name ? html`<a href=${addressOf(name)}>${name}</a>` : name}
                </th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
