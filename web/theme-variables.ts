/** The values that an applied theme gives to design tokens (spec/codetrackr 1.7). */
import { applyTheme, type Theme } from './theme.ts';
import { isReadable, schemeOf, type Variables } from './ui/readable.ts';

/** What a theme may set; its server side is src/plugins/theme-values. */
export const THEME_TOKENS = [
  '--bg',
  '--bg-card',
  '--bg-input',
  '--bg-hover',
  '--text-main',
  '--text-muted',
  '--text-dark',
  '--border',
  '--border-focus',
  '--accent',
  '--radius-sm',
  '--radius',
  '--radius-pill',
  '--transition',
] as const;

/** The documented name. The first paint reads it, before anything is asked. */
const STORAGE_KEY = 'ct_theme_vars';
/** In this tab no theme is worn, until `?theme=on`. */
const OFF_KEY = 'hearthbeat.theme-off';

/** Pages before somebody is signed in wear no theme. */
const ENTRY_PAGES = /^(setup|signup|signin|reset)(\/|$)/;
/** Pages on which a theme can be changed must stay readable. */
const SETTINGS_PAGES = /^(account|themes)(\/|$)/;
/** Corners rounder than this cut into words. */
const LARGEST_SAFE_RADIUS_PX = 32;

function parseStored(text: string | null): Variables {
  try {
    const given: Record<string, unknown> = Object(JSON.parse(text ?? '{}'));
    return Object.fromEntries(
      THEME_TOKENS.flatMap((name) => {
        const value = given[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
  } catch {
    return {}; // somebody else's value under this name
  }
}

export function readVariables(storage: Pick<Storage, 'getItem'>): Variables {
  return parseStored(storage.getItem(STORAGE_KEY));
}

export function saveVariables(storage: Storage, variables: Variables): void {
  if (Object.keys(variables).length === 0) storage.removeItem(STORAGE_KEY);
  else storage.setItem(STORAGE_KEY, JSON.stringify(variables));
}

/** `?theme=off` and `?theme=on` are remembered for the tab. */
export function readIsOff(storage: Storage, query: URLSearchParams): boolean {
  const wish = query.get('theme');
  if (wish === 'off') storage.setItem(OFF_KEY, '1');
  if (wish === 'on') storage.removeItem(OFF_KEY);
  return storage.getItem(OFF_KEY) !== null;
}

/** Corners can hide words too. A pill is round by nature: it hides none. */
function isGentle(name: string, value: string): boolean {
  if (name !== '--radius' && name !== '--radius-sm') return true;
  const [, number = '', unit = ''] = /^([\d.]+)(px|rem|em)$/.exec(value) ?? [];
  return unit !== '' && Number(number) * (unit === 'px' ? 1 : 16) <= LARGEST_SAFE_RADIUS_PX;
}

/**
 * What a page may wear of a theme. `path` is below the base. Where a theme can be changed, one in
 * which words are lost is not worn, so that nobody has to change it blindly.
 */
export function wearableAt(path: string, variables: Variables): Variables {
  if (ENTRY_PAGES.test(path)) return {};
  if (!SETTINGS_PAGES.test(path)) return variables;
  if (!isReadable(variables)) return {};
  return Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => isGentle(name, value)),
  );
}

/**
 * Puts the values on the root element, where frames of widgets copy them, and takes off all others. A
 * theme's background replaces both schemes, so it decides which of the two all else follows.
 */
export function wear(root: HTMLElement, variables: Variables, choice: Theme): void {
  for (const name of THEME_TOKENS) {
    const value = variables[name];
    if (value === undefined) root.style.removeProperty(name);
    else root.style.setProperty(name, value);
  }
  applyTheme(root, schemeOf(variables) ?? choice);
}
