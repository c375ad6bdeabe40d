/** Where panels stand and how large they are: the rules, without the page. */
import type { Panel } from './wire.ts';

/** As the server has them (src/plugins/panels). */
export const MOST_COLUMNS = 4;
export const MOST_ROWS = 12;

/** Null: as its kind, or its content, asks for. */
export interface Size {
  columns: number | null;
  rows: number | null;
}

export interface Place extends Size {
  name: string;
}

/** A dashboard's panels in their order. */
export type Layout = readonly Place[];

/** Charts and what somebody made of their own need room; a number does not. */
const WIDE_KINDS = new Set(['chart', 'custom']);

export function defaultColumns(widgetType: string | null): number {
  return WIDE_KINDS.has(widgetType ?? '') ? 2 : 1;
}

export function toLayout(panels: readonly Panel[]): Layout {
  return panels.map(({ panel, columns, rows }) => ({ name: panel, columns, rows }));
}

/** The layout with this panel at that place, counted from 0; beyond an end is the end. */
export function moveTo(layout: Layout, name: string, index: number): Layout {
  const moved = layout.find((place) => place.name === name);
  if (!moved) return layout;
  const others = layout.filter((place) => place !== moved);
  const at = Math.min(Math.max(index, 0), others.length);
  return [...others.slice(0, at), moved, ...others.slice(at)];
}

const within = (value: number, most: number) => Math.min(Math.max(Math.round(value), 1), most);

export function resize(layout: Layout, name: string, size: { columns: number; rows: number }) {
  const columns = within(size.columns, MOST_COLUMNS);
  const rows = within(size.rows, MOST_ROWS);
  return layout.map((place) => (place.name === name ? { name, columns, rows } : place));
}

export function isSame(one: Layout, other: Layout): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** As `POST /api/v1/dashboard/order` takes it. */
export function toOrder(layout: Layout) {
  return {
    panel_names: layout.map(({ name }) => name),
    sizes: Object.fromEntries(
      layout
        .filter(({ columns, rows }) => columns !== null || rows !== null)
        .map(({ name, columns, rows }) => [name, { columns, rows }]),
    ),
  };
}
