/** How high each panel was when it was last seen, so that its place is kept while it loads. */

const PREFIX = 'hearthbeat.panel-height.';

/** Null when it was never seen in this browser. */
export function readHeight(storage: Pick<Storage, 'getItem'>, name: string): number | null {
  const height = Number(storage.getItem(PREFIX + name));
  return Number.isFinite(height) && height > 0 ? height : null;
}

export function saveHeight(storage: Pick<Storage, 'setItem'>, name: string, height: number): void {
  storage.setItem(PREFIX + name, String(height));
}

export function forgetHeight(storage: Pick<Storage, 'removeItem'>, name: string): void {
  storage.removeItem(PREFIX + name);
}
