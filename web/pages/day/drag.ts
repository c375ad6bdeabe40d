import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { fitWindow, type TimeWindow } from './window.ts';

/** A shorter way of the pointer is a click, CSS pixels. */
const SHORTEST_DRAG_PX = 6;

export interface DragWindow {
  track: RefObject<HTMLUListElement | null>;
  /** What is being chosen, as a part of the track. */
  chosen: Signal<{ from: number; length: number } | null>;
  begin(event: PointerEvent): void;
  /** Whether the click that follows ended a choice. */
  hasMoved(): boolean;
}

/** Lets a mouse choose a part of the view to zoom into. Fingers scroll the page instead. */
export function useDragWindow(view: Signal<TimeWindow>, bounds: TimeWindow): DragWindow {
  const track = useRef<HTMLUListElement>(null);
  const chosen = useSignal<{ from: number; length: number } | null>(null);
  const moved = useRef(false);

  function begin(event: PointerEvent): void {
    const box = track.current?.getBoundingClientRect();
    moved.current = false;
    if (!box || event.pointerType !== 'mouse' || event.button !== 0) return;
    const from = event.clientX;
    const partOf = (x: number) => Math.min(1, Math.max(0, (x - box.left) / box.width));
    const move = ({ clientX }: PointerEvent) => {
      if (!moved.current && Math.abs(clientX - from) < SHORTEST_DRAG_PX) return;
      moved.current = true;
      const [first = 0, last = 0] = [partOf(from), partOf(clientX)].sort((a, b) => a - b);
      chosen.value = { from: first, length: last - first };
    };
    const end = () => {
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', end);
      document.removeEventListener('pointercancel', end);
      if (chosen.value) view.value = toWindow(chosen.value, view.value, bounds);
      chosen.value = null;
    };
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', end);
    document.addEventListener('pointercancel', end);
  }

  return { track, chosen, begin, hasMoved: () => moved.current };
}

function toWindow(
  { from, length }: { from: number; length: number },
  shown: TimeWindow,
  bounds: TimeWindow,
): TimeWindow {
  const seconds = shown.end - shown.start;
  const start = shown.start + from * seconds;
  return fitWindow({ start, end: start + length * seconds }, bounds);
}
