import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Api } from './api.ts';
import type { Router } from './router.ts';
import type { Session } from './session.ts';
import type { ThemeChoice } from './theme-choice.ts';
import { readIsOff, readVariables, saveVariables, wear, wearableAt } from './theme-variables.ts';
import { isReadable, type Variables } from './ui/readable.ts';
import type { ActiveTheme } from './wire.ts';

/** The theme that the signed-in person applied, and what is tried on before it is. */
export interface Look {
  /** Undefined until the server told. */
  active: ReadonlySignal<ActiveTheme | undefined>;
  /** Worn instead of what is applied, until it is null again. */
  preview: Signal<Variables | null>;
  /** `?theme=off`: this tab wears none. */
  isOff: ReadonlySignal<boolean>;
  /** Words are lost in what is worn. */
  isLost: ReadonlySignal<boolean>;
  /** Asks the server what is applied. Throws ApiError. */
  load(): Promise<void>;
}

interface LookDependencies {
  root: HTMLElement;
  storage: Storage;
  /** Of the tab. */
  sessionStorage: Storage;
  api: Api;
  router: Router;
  session: Session;
  theme: ThemeChoice;
}

export function openLook(dependencies: LookDependencies): Look {
  const { root, storage, sessionStorage, api, router, session, theme } = dependencies;
  const active = signal<ActiveTheme | undefined>(undefined);
  /** What the last visit left, until the server told. */
  const applied = signal<Variables>(readVariables(storage));
  const preview = signal<Variables | null>(null);
  const isOff = computed(() => readIsOff(sessionStorage, router.place.value.query));
  const worn = computed<Variables>(() => {
    // Whoever signs in next on this machine does not find a stranger's colours.
    if (isOff.value || session.me.value === null) return {};
    return wearableAt(router.place.value.path, preview.value ?? applied.value);
  });

  effect(() => wear(root, worn.value, theme.current.value));
  effect(() => {
    if (session.me.value !== null) return;
    applied.value = {};
    active.value = undefined;
    saveVariables(storage, {});
  });
  return {
    active,
    preview,
    isOff,
    isLost: computed(() => !isReadable(worn.value)),
    async load() {
      const answer = await api.get<ActiveTheme>('api/v1/themes/active');
      active.value = answer;
      applied.value = answer.variables;
      saveVariables(storage, answer.variables);
    },
  };
}
