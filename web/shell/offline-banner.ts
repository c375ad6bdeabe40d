import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';

/** Says that the numbers have stopped moving because this device has no network. */
export function OfflineBanner() {
  const isOnline = useSignal(navigator.onLine);
  useEffect(() => {
    const update = () => {
      isOnline.value = navigator.onLine;
    };
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, [isOnline]);
  if (isOnline.value) return null;
  return html`<p class="offline" role="status">You are offline. These are the last numbers that arrived.</p>`;
}
