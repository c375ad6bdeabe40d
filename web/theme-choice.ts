import { type ReadonlySignal, signal } from '@preact/signals';
import { applyTheme, readTheme, saveTheme, type Theme } from './theme.ts';

export interface ThemeChoice {
  current: ReadonlySignal<Theme>;
  choose(theme: Theme): void;
}

/** The theme of this browser: the root element shows it, local storage remembers it. */
export function openThemeChoice(root: HTMLElement, storage: Storage): ThemeChoice {
  const current = signal(readTheme(storage));
  return {
    current,
    choose(theme) {
      current.value = theme;
      saveTheme(storage, theme);
      applyTheme(root, theme);
    },
  };
}
