import { html } from 'htm/preact';
import { formatExactDuration } from '../../../ui/format.ts';
import type { Explanation } from '../../../wire.ts';
import { RULES, sumByRule } from './words.ts';

interface LedgerProps {
  explanation: Explanation;
  /** Unix seconds. */
  dayEnd: number;
}

/** The day's total as a sum: one line a rule. */
export function Ledger({ explanation, dayEnd }: LedgerProps) {
  const { items, total_seconds: total } = explanation;
  const sums = sumByRule(items, dayEnd);
  const listed = sums.reduce((sum, { counted }) => sum + counted, 0);
  return html`
    <div class="table-wrapper ledger" tabindex="0" role="region" aria-label="What each rule counted">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col" class="number">Heartbeats</th>
            <th scope="col" class="number">Counted</th>
          </tr>
        </thead>
        <tbody>
          ${sums.map(({ rule, heartbeats, counted, dropped }) => {
            const words = RULES.find((each) => each.rule === rule);
            return html`
              <tr key=${rule} data-counts=${counted > 0}>
                <th scope="row">
                  <span class="ledger-title">${words?.title}</span>
                  <span class="ledger-why">${words?.why}</span>
                </th>
                <td class="number">${heartbeats}</td>
                <td class="number">
                  ${formatExactDuration(counted)}
                  ${dropped > 0 && html`<span class="ledger-why">of ${formatExactDuration(dropped)}</span>`}
                </td>
              </tr>
            `;
          })}
          ${
            listed < total &&
            html`
              <tr>
                <th scope="row">
                  <span class="ledger-title">Later that day</span>
                  <span class="ledger-why">More heartbeats than one answer lists; counted all the same.</span>
                </th>
                <td class="number">–</td>
                <td class="number">${formatExactDuration(total - listed)}</td>
              </tr>
            `
          }
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td class="number">${items.length}</td>
            <td class="number" data-testid="explained-total">${formatExactDuration(total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  `;
}
