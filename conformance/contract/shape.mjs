// The words in which the contract is written. Each makes a small JSON Schema, so that `lib/check.mjs` can hold an answer against
// it and `lib/description.mjs` can hold an OpenAPI description against it.

export const integer = { type: 'integer' };
export const number = { type: 'number' };
export const string = { type: 'string' };
export const boolean = { type: 'boolean' };
export const dateTime = { type: 'string', format: 'date-time' };
export const object = { type: 'object' };
export const anything = {};

export const values = (...some) => ({ enum: some });
export const list = (items, limits = {}) => ({ type: 'array', items, ...limits });
export const map = (of) => ({ type: 'object', additionalProperties: of });
export const either = (...some) => ({ anyOf: some });
export const nullable = (schema) => ({ anyOf: [schema, { type: 'null' }] });
export const atLeast = (minimum, schema = integer) => ({ ...schema, minimum });

/** A field with the value that it has when it is left out. */
export const initially = (value, schema) => ({ ...schema, default: value });

/** An object with the fields that are always there and those that may be left out; nothing else is in it. */
export const record = (always, sometimes = {}) => ({
  type: 'object',
  properties: { ...always, ...sometimes },
  required: Object.keys(always),
  additionalProperties: false,
});
