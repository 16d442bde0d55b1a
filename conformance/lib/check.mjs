// Holds a value against the schemas of `contract/`: required fields, types, words, nulls, and no field that is not named.

import { ADDED_FIELDS } from '../contract/differences.mjs';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What is wrong with a value; none when it is as the schema says. */
export function faults(schema, value, at = '$') {
  if (schema.anyOf) return ofOne(schema.anyOf, value, at);
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${at}: ${show(value)} is none of the known words`];
  if (schema.type && !isOf(schema.type, value)) return [`${at}: ${show(value)} is no ${schema.type}`];
  switch (schema.type) {
    case 'string':
      return ofText(schema, value, at);
    case 'array':
      return value.flatMap((item, i) => faults(schema.items, item, `${at}[${i}]`));
    case 'object':
      return ofObject(schema, value, at);
    default:
      return [];
  }
}

/** Fails with everything that is wrong. */
export function hold(schema, value, what) {
  const found = faults(schema, value);
  if (found.length > 0) throw new Error(`${what} is not as the contract says:\n  ${found.join('\n  ')}`);
}

/** The faults of the nearest alternative: the one of the value's own type when there is just one. */
function ofOne(alternatives, value, at) {
  const tried = alternatives.map((schema) => ({ schema, found: faults(schema, value, at) }));
  if (tried.some(({ found }) => found.length === 0)) return [];
  const near = tried.filter(({ schema }) => schema.type && isOf(schema.type, value));
  return near.length === 1 ? near[0].found : [`${at}: ${show(value)} is none of the ${alternatives.length} possible things`];
}

function ofText(schema, value, at) {
  if (schema.format === 'date-time' && !(DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)))) {
    return [`${at}: ${show(value)} is no time`];
  }
  return [];
}

function ofObject(schema, value, at) {
  const known = schema.properties ?? {};
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`);
  const inner = Object.entries(value).flatMap(([name, field]) => {
    if (Object.hasOwn(known, name)) return faults(known[name], field, `${at}.${name}`);
    if (schema.additionalProperties === false) return deliberate(`${at}.${name}`) ? [] : [`${at}.${name} is not in the contract`];
    return schema.additionalProperties ? faults(schema.additionalProperties, field, `${at}.${name}`) : [];
  });
  return [...missing, ...inner];
}

const deliberate = (path) => ADDED_FIELDS.some(({ field }) => field.test(path));

function isOf(type, value) {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function show(value) {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
