import { useEffect, useRef } from 'preact/hooks';
import { isTaken } from '../ui/typing.ts';
import type { Destination } from './destinations.ts';

/** Between `g` and the letter that follows. */
const SEQUENCE_LIMIT_MS = 1_500;
/** Second key of the way to today's page, which is in no rail. */
export const TODAY_KEY = 'd';

export type ShortcutAction = { kind: 'go'; path: string } | { kind: 'search' } | { kind: 'help' };

/** What has been pressed so far. */
export type Pressed = 'nothing' | 'g';

/** What a key does after what was pressed before, and what is pressed then. */
export function readShortcut(
  pressed: Pressed,
  key: string,
  destinations: readonly Destination[],
): { action: ShortcutAction | null; pressed: Pressed } {
  if (pressed === 'g') {
    const path = key === TODAY_KEY ? 'day' : destinations.find((to) => to.key === key)?.path;
    return { action: path === undefined ? null : { kind: 'go', path }, pressed: 'nothing' };
  }
  if (key === 'g') return { action: null, pressed: 'g' };
  if (key === '/') return { action: { kind: 'search' }, pressed: 'nothing' };
  if (key === '?') return { action: { kind: 'help' }, pressed: 'nothing' };
  return { action: null, pressed: 'nothing' };
}

/** Listens for shortcuts wherever the focus is, but never to what is typed into a field. */
export function useShortcuts(
  destinations: readonly Destination[],
  perform: (action: ShortcutAction) => void,
): void {
  const latest = useRef({ destinations, perform });
  latest.current = { destinations, perform };
  useEffect(() => {
    let pressed: Pressed = 'nothing';
    let pressedAt = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      if (event.timeStamp - pressedAt > SEQUENCE_LIMIT_MS) pressed = 'nothing';
      const read = readShortcut(pressed, event.key, latest.current.destinations);
      if (event.key !== 'Shift') pressed = read.pressed;
      pressedAt = event.timeStamp;
      if (!read.action) return;
      event.preventDefault();
      latest.current.perform(read.action);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
