import { AppError } from '../../base/errors.ts';
import { DIMENSIONS, type Dimension } from '../store.ts';

/** Most values of one dimension that a question may name. */
export const FILTER_VALUES = 50;
/** Longest value (UTF-16 units); the longest column is 256 characters. */
export const FILTER_LENGTH = 512;

/** For each dimension named, the values that count; '' is the unknown one. Empty: all count. */
export type Filters = Partial<Record<Dimension, readonly string[]>>;

function parseValues(dimension: Dimension, values: readonly string[]): readonly string[] {
  if (values.length <= FILTER_VALUES && values.every(({ length }) => length <= FILTER_LENGTH)) {
    return values.map((value) => value.replaceAll('\0', '').toWellFormed());
  }
  const sentence = `Name at most ${FILTER_VALUES} values, each at most ${FILTER_LENGTH} characters.`;
  throw new AppError('invalid', `Bad ${dimension}: ${sentence}`, {
    fields: { [dimension]: sentence },
  });
}

/**
 * The filters of a request's query: each dimension may be repeated (any of them counts). Throws
 * `invalid` beyond FILTER_VALUES or FILTER_LENGTH.
 */
export function parseFilters(url: string): Filters {
  const { searchParams } = new URL(url);
  const filters: Filters = {};
  for (const dimension of DIMENSIONS) {
    if (!searchParams.has(dimension)) continue;
    filters[dimension] = parseValues(dimension, searchParams.getAll(dimension));
  }
  return filters;
}
