import { type ReadonlySignal, signal } from '@preact/signals';
import { readTheme, saveTheme, type Theme } from './theme.ts';

export interface ThemeChoice {
  current: ReadonlySignal<Theme>;
  choose(theme: Theme): void;
}

/** Dark, light or as the system says: kept in this browser. What is worn follows in look.ts. */
export function openThemeChoice(storage: Storage): ThemeChoice {
  const current = signal(readTheme(storage));
  return {
    current,
    choose(theme) {
      current.value = theme;
      saveTheme(storage, theme);
    },
  };
}
