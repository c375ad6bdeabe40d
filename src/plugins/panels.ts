import { AppError } from '../base/errors.ts';
import type { Database } from '../db/database.ts';
import {
  listOrder,
  listPanels,
  type OrderRow,
  type PanelRow,
  type PanelSize,
  saveOrder,
} from './panel-store.ts';

/** Panels in one order. */
export const MAX_PANELS = 100;
export const MAX_PANEL_COLUMNS = 4;
export const MAX_PANEL_ROWS = 12;
const MAX_PANEL_NAME_CHARACTERS = 100;

type Size = { columns?: number | null | undefined; rows?: number | null | undefined };

export interface LayoutInput {
  panel_names: readonly string[];
  /** By panel; a panel without keeps the size it had. */
  sizes?: Record<string, Size> | undefined;
}

/** A person's dashboard: which panels there are, in which order and how large. */
export interface Panels {
  list(userId: string): Promise<PanelRow[]>;
  listOrder(userId: string): Promise<OrderRow[]>;
  /** Names that occur twice count once. Throws `invalid`. */
  saveOrder(userId: string, layout: LayoutInput): Promise<void>;
}

function parseLength(what: string, given: number | null | undefined, limit: number) {
  if (given === null || given === undefined) return null;
  if (Number.isInteger(given) && given >= 1 && given <= limit) return given;
  throw new AppError('invalid', `${what} is a whole number from 1 to ${limit}`);
}

function parseNames(names: readonly string[]): string[] {
  if (names.length > MAX_PANELS) {
    throw new AppError('invalid', `Too many panels (max ${MAX_PANELS})`);
  }
  for (const name of names) {
    if (name.length > MAX_PANEL_NAME_CHARACTERS || name.includes('\0')) {
      throw new AppError(
        'invalid',
        `A panel's name has ${MAX_PANEL_NAME_CHARACTERS} characters at most.`,
      );
    }
  }
  return [...new Set(names)];
}

function sizeOf(given: Size | undefined, before: PanelSize | undefined): PanelSize {
  if (!given) return { columns: before?.columns ?? null, rows: before?.rows ?? null };
  return {
    columns: parseLength('columns', given.columns, MAX_PANEL_COLUMNS),
    rows: parseLength('rows', given.rows, MAX_PANEL_ROWS),
  };
}

export function openPanels({ database }: { database: Database }): Panels {
  return {
    list: (userId) => listPanels(database, userId),
    listOrder: (userId) => listOrder(database, userId),
    async saveOrder(userId, { panel_names, sizes = {} }) {
      const names = parseNames(panel_names);
      await database.transaction(async (tx) => {
        const order = await listOrder(tx, userId);
        const before = new Map(order.map((row) => [row.panel_name, row]));
        const panels = names.map((name) => ({
          name,
          ...sizeOf(Object.hasOwn(sizes, name) ? sizes[name] : undefined, before.get(name)),
        }));
        await saveOrder(tx, userId, panels);
      });
    },
  };
}
