import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { Action } from './action.ts';

interface SubmitProps {
  action: Action;
  /** `primary`: the one thing that this page is for. */
  kind?: 'primary' | 'plain';
  children: ComponentChildren;
}

/** The button of a form, with what went wrong beside it unless a field already says it. */
export function Submit({ action, kind = 'plain', children }: SubmitProps) {
  const error = action.error.value;
  const isSaidByField = error !== null && Object.keys(error.fields).length > 0;
  return html`
    <div class="submit">
      <button class=${`btn btn-${kind}`} type="submit" disabled=${action.isBusy.value}>
        ${children}
      </button>
      <p class="field-error" role="alert">${isSaidByField ? '' : error?.message}</p>
    </div>
  `;
}
