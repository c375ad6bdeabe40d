/** Moving and resizing a panel by pointer, touch and keyboard. */
import type { Arrangement } from './arrangement.ts';
import { MOST_COLUMNS, moveTo, type Place, resize } from './layout.ts';

/** Height of a row of a panel's content; styles/panels.css shows the same. */
export const ROW_PX = 72;
/** A pointer that moved less since the last change changes nothing: panels of different sizes would dance. */
const LEAST_MOVE_PX = 12;
/** This near to the window's edge, the page scrolls along. */
const SCROLL_EDGE_PX = 64;
const SCROLL_STEP_PX = 14;

/** Set on the grid meanwhile, so that frames do not take the pointer. */
const ARRANGING = 'is-arranging';

export interface Arranged {
  title: string;
  place: Place;
  /** As it is shown: with the defaults of its kind and the height of its content. */
  size: () => { columns: number; rows: number };
  arrangement: Arrangement;
}

const indexOf = ({ place, arrangement }: Arranged) =>
  arrangement.layout.value.findIndex(({ name }) => name === place.name);

function move(panel: Arranged, index: number): void {
  const { place, title, arrangement } = panel;
  const next = moveTo(arrangement.layout.value, place.name, index);
  const at = next.findIndex(({ name }) => name === place.name);
  arrangement.show(next, `${title}: place ${at + 1} of ${next.length}`);
}

function resizeTo(
  { place, title, arrangement }: Arranged,
  size: { columns: number; rows: number },
) {
  const next = resize(arrangement.layout.value, place.name, size);
  const now = next.find(({ name }) => name === place.name);
  arrangement.show(next, `${title}: ${now?.columns} wide, ${now?.rows} high`);
}

const STEPS: Record<string, { column: number; row: number }> = {
  ArrowLeft: { column: -1, row: 0 },
  ArrowRight: { column: 1, row: 0 },
  ArrowUp: { column: 0, row: -1 },
  ArrowDown: { column: 0, row: 1 },
};

/** Arrows move, with Shift they resize, Enter or leaving keeps, Escape goes back. */
export function arrangeByKey(event: KeyboardEvent, panel: Arranged): void {
  const { arrangement, title } = panel;
  const step = STEPS[event.key];
  if (step && event.shiftKey) {
    const { columns, rows } = panel.size();
    resizeTo(panel, { columns: columns + step.column, rows: rows + step.row });
  } else if (step) move(panel, indexOf(panel) + step.column + step.row);
  else if (event.key === 'Escape') arrangement.cancel(`${title}: back where it was`);
  else if (event.key === 'Enter' || event.key === ' ') void arrangement.keep();
  else return;
  event.preventDefault();
}

interface Gesture {
  onMove(event: PointerEvent, start: PointerEvent): void;
  arrangement: Arrangement;
}

/** From pressing the handle to letting it go; a cancelled one changes nothing. */
function follow(start: PointerEvent, { onMove, arrangement }: Gesture): void {
  const handle = start.currentTarget;
  if (!(handle instanceof HTMLElement) || start.button !== 0) return;
  const grid = handle.closest('.panels-grid');
  const ending = new AbortController();
  const { signal } = ending;
  const end = (finish: () => void) => () => {
    ending.abort();
    grid?.classList.remove(ARRANGING);
    finish();
  };
  handle.setPointerCapture(start.pointerId);
  grid?.classList.add(ARRANGING);
  handle.addEventListener('pointermove', (event) => onMove(event, start), { signal });
  const keep = end(() => void arrangement.keep());
  const cancel = end(() => arrangement.cancel('Back as it was'));
  handle.addEventListener('pointerup', keep, { signal });
  handle.addEventListener('pointercancel', cancel, { signal });
  window.addEventListener('keydown', ({ key }) => key === 'Escape' && cancel(), { signal });
}

function scrollAlong(y: number): void {
  if (y < SCROLL_EDGE_PX) window.scrollBy(0, -SCROLL_STEP_PX);
  else if (y > window.innerHeight - SCROLL_EDGE_PX) window.scrollBy(0, SCROLL_STEP_PX);
}

/** The name of the panel of the same grid that is at this point. */
function findPanelAt(handle: Element, { clientX: x, clientY: y }: PointerEvent): string | null {
  const panels = handle.closest('.panels-grid')?.querySelectorAll<HTMLElement>('.plugin-panel');
  for (const panel of panels ?? []) {
    const { left, right, top, bottom } = panel.getBoundingClientRect();
    if (x >= left && x <= right && y >= top && y <= bottom) return panel.dataset.panelName ?? null;
  }
  return null;
}

/** The panel goes where the pointer is. */
export function moveByPointer(start: PointerEvent, panel: Arranged): void {
  const handle = start.currentTarget;
  if (!(handle instanceof Element)) return;
  let last = start;
  follow(start, {
    arrangement: panel.arrangement,
    onMove(event) {
      scrollAlong(event.clientY);
      if (Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) < LEAST_MOVE_PX) {
        return;
      }
      const over = findPanelAt(handle, event);
      const index = panel.arrangement.layout.value.findIndex(({ name }) => name === over);
      if (index < 0 || over === panel.place.name) return;
      last = event;
      move(panel, index);
    },
  });
}

/** The panel's corner follows the pointer, in whole columns and rows. */
export function resizeByPointer(start: PointerEvent, panel: Arranged): void {
  const handle = start.currentTarget;
  const grid = handle instanceof Element ? handle.closest('.panels-grid') : null;
  if (!grid) return;
  const before = panel.size();
  const columnWidth = grid.getBoundingClientRect().width / MOST_COLUMNS;
  follow(start, {
    arrangement: panel.arrangement,
    onMove(event) {
      const columns = before.columns + (event.clientX - start.clientX) / columnWidth;
      const rows = before.rows + (event.clientY - start.clientY) / ROW_PX;
      resizeTo(panel, { columns, rows });
    },
  });
}
