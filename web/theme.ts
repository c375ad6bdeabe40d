export const themes = ['system', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];

const STORAGE_KEY = 'hearthbeat.theme';

export function readTheme(storage: Pick<Storage, 'getItem'>): Theme {
  const stored = storage.getItem(STORAGE_KEY);
  return themes.find((theme) => theme === stored) ?? 'system';
}

export function saveTheme(storage: Pick<Storage, 'setItem'>, theme: Theme): void {
  storage.setItem(STORAGE_KEY, theme);
}

/** `system` is the absence of a choice: the style sheet then follows the browser. */
export function applyTheme(root: HTMLElement, theme: Theme): void {
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.dataset.theme = theme;
}
