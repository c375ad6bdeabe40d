/** For tests of what routes answer. */
import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** The value, when it has the shape; otherwise the test fails with what is wrong. */
export function parseAs<T extends TSchema>(shape: T, value: unknown): Static<T> {
  return Value.Parse(['Assert'], shape, value);
}
