/**
 * Where an arrow key leads in a row of `count` things of which one takes part in tabbing; null for
 * other keys.
 */
export function rovingTarget(key: string, current: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return current >= last ? 0 : current + 1;
    case 'ArrowLeft':
    case 'ArrowUp':
      return current <= 0 ? last : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Moves focus among the `selector` children of the element that listens, by arrow keys. */
export function focusByArrows(
  event: KeyboardEvent & { currentTarget: HTMLElement },
  selector: string,
): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const focused = document.activeElement;
  const current = focused instanceof HTMLElement ? items.indexOf(focused) : -1;
  const target = rovingTarget(event.key, current, items.length);
  if (target === null || current < 0) return;
  event.preventDefault();
  items[target]?.focus();
}
