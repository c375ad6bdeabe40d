import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { Check, Copy } from 'lucide';
import { Icon } from './icon.ts';

const CONFIRMED_FOR_MS = 2_000;

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const state = useSignal<'idle' | 'copied' | 'failed'>('idle');
  async function copy(): Promise<void> {
    state.value = (await copyText(text)) ? 'copied' : 'failed';
    setTimeout(() => {
      state.value = 'idle';
    }, CONFIRMED_FOR_MS);
  }
  const words = { idle: label, copied: 'Copied', failed: 'Select and copy by hand' }[state.value];
  return html`
    <button class="btn copy-button" type="button" onClick=${copy}>
      <${Icon} of=${state.value === 'copied' ? Check : Copy} size=${14} />
      <span aria-live="polite">${words}</span>
    </button>
  `;
}

/**
 * False when the browser refuses. The clipboard API exists on https and localhost only; a home
 * server is often plain http on a LAN name, so the older command is the second try.
 */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }
  return copyBySelection(text);
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  const focused = document.activeElement;
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
