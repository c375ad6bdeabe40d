import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { formatCount } from '../ui/format.ts';

interface Seeded {
  published: string[];
  kept: string[];
  taken: string[];
}

interface SeedButtonProps {
  kind?: 'primary' | 'plain';
  onDone: () => Promise<void>;
}

/** Publishes the plugins that come with the program, as this administrator. */
export function SeedButton({ kind = 'plain', onDone }: SeedButtonProps) {
  const { api } = useApp();
  const seeded = useSignal<Seeded | null>(null);
  const seed = useAction(async () => {
    seeded.value = await api.post<Seeded>('api/v1/store/admin/seed');
    await onDone();
  });
  return html`
    <div class="seed">
      <button class=${`btn btn-${kind}`} type="button" disabled=${seed.isBusy.value} onClick=${seed.run}>
        ${seed.isBusy.value ? 'Adding…' : 'Add the bundled plugins'}
      </button>
      ${seed.isBusy.value && html`<progress class="progress" aria-label="Adding the bundled plugins"></progress>`}
      <p class="field-error" role="alert">${seed.error.value?.message}</p>
      <p class="seed-result" role="status">${seeded.value && describe(seeded.value)}</p>
    </div>
  `;
}

function describe({ published, kept, taken }: Seeded): string {
  const parts = [
    published.length > 0 && `${formatCount(published.length, 'plugin')} added`,
    kept.length > 0 && `${kept.length} up to date`,
    taken.length > 0 && `left alone, because others own the names: ${taken.join(', ')}`,
  ];
  return parts.filter(Boolean).join('; ');
}
