import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import type { Variables } from '../../ui/readable.ts';
import { type Resource, useResource } from '../../ui/resource.ts';
import type { StoredTheme } from '../../wire.ts';

/** A theme, and own values over it. */
export interface Outfit {
  themeId: string | null;
  own: Variables;
}

/** What is worn, what is tried on, and how one becomes the other. */
export interface Fitting {
  themes: Resource<{ themes: StoredTheme[] }>;
  installed: Resource<{ themes: StoredTheme[] }>;
  /** Tried on, else applied. */
  outfit: ReadonlySignal<Outfit>;
  /** Its values, the theme's and the own. */
  variables: ReadonlySignal<Variables>;
  isTrying: ReadonlySignal<boolean>;
  tryOn(outfit: Outfit): void;
  /** Sets one own value over what is shown; null: as the theme has it. */
  change(name: string, value: string | null): void;
  /** Back to what is applied. */
  discard(): void;
  /** Installs and applies, for every browser of this person. Throws ApiError. */
  apply(outfit: Outfit): Promise<void>;
  refresh(): Promise<void>;
}

const NOTHING: Outfit = { themeId: null, own: {} };

export function useFitting(): Fitting {
  const { api, look } = useApp();
  const themes = useResource<{ themes: StoredTheme[] }>((signal) =>
    api.get('api/v1/themes', { signal }),
  );
  const installed = useResource<{ themes: StoredTheme[] }>((signal) =>
    api.get('api/v1/themes/installed', { signal }),
  );
  const tried = useSignal<Outfit | null>(null);
  const outfit = useComputed<Outfit>(() => {
    const active = look.active.value;
    return (
      tried.value ??
      (active ? { themeId: active.active_theme_id, own: active.custom_vars } : NOTHING)
    );
  });
  const variables = useComputed<Variables>(() => {
    const { themeId, own } = outfit.value;
    const theme = themes.data.value?.themes.find(({ id }) => id === themeId);
    return { ...theme?.variables, ...own };
  });
  useSignalEffect(() => {
    look.preview.value = tried.value && variables.value;
  });
  // Leaving the page is leaving the fitting room.
  useEffect(() => {
    return () => {
      look.preview.value = null;
    };
  }, [look]);
  const discard = () => {
    tried.value = null;
  };
  useEscape(discard);
  const refresh = async () => {
    await Promise.all([look.load(), themes.refresh(), installed.refresh()]);
  };

  return {
    themes,
    installed,
    outfit,
    variables,
    isTrying: useComputed(() => tried.value !== null),
    tryOn(wanted) {
      tried.value = wanted;
    },
    change(name, value) {
      const { themeId, own } = outfit.value;
      const { [name]: _, ...others } = own;
      tried.value = { themeId, own: value === null ? others : { ...others, [name]: value } };
    },
    discard,
    async apply({ themeId, own }) {
      if (themeId !== null) await api.post(`api/v1/themes/install/${themeId}`);
      await api.post('api/v1/themes/apply', { theme_id: themeId, custom_vars: own });
      await refresh();
      tried.value = null;
    },
    refresh,
  };
}

/** Escape takes off what is tried on, also from within a field; a dialog closes first. */
function useEscape(discard: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) discard();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
