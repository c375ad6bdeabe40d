import { Type } from '@sinclair/typebox';
import { AppError } from '../base/errors.ts';
import { isFields } from './fields.ts';

/** Things that one request may delete. */
export const DELETED_AT_ONCE = 1_000;

/** What a bulk delete answers. */
export const Removed = Type.Object({ data: Type.Object({ deleted: Type.Integer() }) });

function idOf(item: unknown, keys: readonly string[]): string {
  if (typeof item === 'string' && item !== '') return item;
  const found = isFields(item) ? keys.map((key) => item[key]).find(Boolean) : undefined;
  if (typeof found === 'string') return found;
  throw new AppError('invalid', `Each item must be an id, or an object with ${keys.join(' or ')}.`);
}

/**
 * The ids of a bulk delete: a list of ids, a list of objects that hold one under `keys`
 * (spec/wakatime 1.6), or `{ ids: […] }`. Throws `invalid`.
 */
export function parseIds(body: unknown, keys: readonly string[] = ['id']): string[] {
  const items = isFields(body) ? body.ids : body;
  if (!Array.isArray(items)) throw new AppError('invalid', 'Send a list of what to delete.');
  if (items.length > DELETED_AT_ONCE) {
    throw new AppError('invalid', `Delete at most ${DELETED_AT_ONCE} at once.`);
  }
  return items.map((item) => idOf(item, keys));
}
