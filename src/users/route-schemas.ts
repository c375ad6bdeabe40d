import { type TSchema, Type } from '@sinclair/typebox';

/** Characters in any field that people fill in; each field's own limit is its parser's to say. */
const MAX_TEXT_CHARACTERS = 4_000;
/** Well above the longest password, so that the sentence about its length is ours. */
const MAX_PASSWORD_CHARACTERS = 1_024;

export { nullable } from '../base/schemas.ts';

/** Postgres cannot hold NUL. */
export const text = (maxLength = MAX_TEXT_CHARACTERS) =>
  Type.String({ maxLength, pattern: '^[^\\u0000]*$' });

export const password = () => Type.String({ maxLength: MAX_PASSWORD_CHARACTERS });

/** A body that may be missing. (`t.Optional` would let broken JSON pass as missing.) */
export const optionalBody = <T extends TSchema>(schema: T) =>
  Type.Union([schema, Type.Undefined()]);

export const IdParameter = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const Message = Type.Object({ message: Type.String() });
