/** What the page wears, for the frames of widgets. */
import type { WidgetTheme } from '../widgets/messages.ts';

/** What an installed theme may set (src/plugins/theme-values). */
const VARIABLES = [
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
];

const SYSTEM_DARK = '(prefers-color-scheme: dark)';

/** Read from the root itself, so it does not matter how a theme got there. */
export function readPageTheme(root: HTMLElement): WidgetTheme {
  const style = getComputedStyle(root);
  const { colorScheme } = style;
  const system = matchMedia(SYSTEM_DARK).matches ? 'dark' : 'light';
  return {
    scheme: colorScheme === 'dark' || colorScheme === 'light' ? colorScheme : system,
    variables: Object.fromEntries(
      VARIABLES.map((name) => [name, style.getPropertyValue(name).trim()]),
    ),
  };
}

/** Tells of every change of the root's attributes, and of the system. Returns the end of it. */
export function watchPageTheme(root: HTMLElement, onChange: (theme: WidgetTheme) => void) {
  const tell = () => onChange(readPageTheme(root));
  const observer = new MutationObserver(tell);
  const system = matchMedia(SYSTEM_DARK);
  observer.observe(root, { attributes: true });
  system.addEventListener('change', tell);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', tell);
  };
}
