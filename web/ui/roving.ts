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

/** How far an arrow key leads in a grid whose cells are numbered one after the other. */
export interface GridSteps {
  horizontal: number;
  vertical: number;
}

/** Where an arrow key leads in a grid of `count` cells; null for other keys, and at its edges. */
export function gridTarget(
  key: string,
  current: number,
  count: number,
  { horizontal, vertical }: GridSteps,
): number | null {
  const steps: Record<string, number> = {
    ArrowRight: horizontal,
    ArrowLeft: -horizontal,
    ArrowDown: vertical,
    ArrowUp: -vertical,
    Home: -current,
    End: count - 1 - current,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const target = current + step;
  return target >= 0 && target < count ? target : null;
}

/** Moves focus among the `selector` children of the element that listens, by arrow keys: in a row, or in a grid. */
export function focusByArrows(
  event: KeyboardEvent & { currentTarget: HTMLElement },
  selector: string,
  grid?: GridSteps,
): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const focused = document.activeElement;
  const current = focused instanceof HTMLElement ? items.indexOf(focused) : -1;
  if (current < 0) return;
  const target = grid
    ? gridTarget(event.key, current, items.length, grid)
    : rovingTarget(event.key, current, items.length);
  // At its edge a grid keeps the key too: the page would scroll.
  if (event.key.startsWith('Arrow')) event.preventDefault();
  if (target === null) return;
  event.preventDefault();
  items[target]?.focus();
}
