// Compares OpenAPI descriptions with the contract: both are brought into one plain form first.

const LIMITS = ['minimum', 'exclusiveMinimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'];

/** What a description says of a route, in plain form; undefined when it does not know the route. */
export function describedRoute(description, { method, path }) {
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (!operation) return undefined;
  const plain = (schema) => plainOf(schema, description);
  const json = (content) => content?.['application/json']?.schema;
  const body = json(operation.requestBody?.content);
  const answer = json(operation.responses['200']?.content);
  return {
    by: caller(operation.security),
    parameters: (operation.parameters ?? []).map((one) => ({
      name: one.name,
      in: one.in,
      required: one.required ?? false,
      schema: plain(one.schema),
    })),
    takes: body && plain(body),
    answers: plain(answer ?? {}),
  };
}

/** A row of the contract in the same form. */
export function contractedRoute(route) {
  return {
    by: route.by,
    parameters: (route.parameters ?? []).map((one) => ({ ...one, schema: plainOf(one.schema, {}) })),
    takes: route.takes && plainOf(route.takes, {}),
    answers: plainOf(route.answers, {}),
  };
}

/** What is different, one sentence each; the contract comes first. */
export function differences(contract, other) {
  const found = [];
  if (contract.by !== other.by) found.push(`credential: ${contract.by} in the contract, ${other.by} here`);
  found.push(...parameterDifferences(contract.parameters, other.parameters));
  if (Boolean(contract.takes) !== Boolean(other.takes)) {
    found.push(`body: ${contract.takes ? 'taken' : 'none'} in the contract, ${other.takes ? 'taken' : 'none'} here`);
  } else if (contract.takes) {
    found.push(...ofRequest(contract.takes, other.takes, 'request'));
  }
  return [...found, ...ofAnswer(contract.answers, other.answers, 'answer')];
}

/** Brings a schema into plain form: `{kinds, nullable, default}`, where kinds are the alternatives, in a fixed order. */
function plainOf(schema, description) {
  if (schema === true || schema === undefined) return plainOf({}, description);
  if (schema.$ref) {
    const target = schema.$ref
      .split('/')
      .slice(1)
      .reduce((at, name) => at[name], description);
    return plainOf({ ...target, ...without(schema, '$ref') }, description);
  }
  if (schema.allOf?.length === 1) return plainOf({ ...schema.allOf[0], ...without(schema, 'allOf') }, description);
  const alternatives =
    schema.anyOf ?? schema.oneOf ?? (Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : [schema]);
  const parts =
    alternatives.length === 1 && alternatives[0] === schema
      ? [{ kinds: [kind(schema, description)], nullable: schema.type === 'null' }]
      : alternatives.map((one) => plainOf(without(one, 'default'), description));
  const kinds = joined(parts.flatMap((part) => part.kinds).filter((one) => one.type !== 'null'));
  return {
    kinds,
    nullable: parts.some((part) => part.nullable),
    ...(schema.default === undefined ? {} : { default: completed(schema.default, kinds) }),
  };
}

/** Alternatives without repetition, in a fixed order, all their words as one set. */
function joined(kinds) {
  const words = kinds.filter((one) => one.type === 'word').flatMap((one) => one.words);
  const others = kinds.filter((one) => one.type !== 'word');
  const all = words.length ? [...others, { type: 'word', words: [...new Set(words)].sort() }] : others;
  const texts = new Map(all.map((one) => [canonical(one), one]));
  return [...texts.keys()].sort().map((text) => texts.get(text));
}

/** The default of a record with the defaults of the fields that it leaves out. */
function completed(value, kinds) {
  const fields = kinds.find((one) => one.type === 'record')?.fields;
  if (!fields || value === null || typeof value !== 'object') return value;
  const inner = Object.entries(fields).filter(([, field]) => field.default !== undefined);
  return { ...Object.fromEntries(inner.map(([name, field]) => [name, field.default])), ...value };
}

function kind(schema, description) {
  if (schema.const !== undefined) return kind({ ...without(schema, 'const'), enum: [schema.const] }, description);
  if (schema.enum) return { type: 'word', words: [...new Set(schema.enum.filter((word) => word !== null))].sort() };
  const limits = limitsOf(schema);
  switch (schema.type) {
    case undefined:
      return schema.properties ? kind({ ...schema, type: 'object' }, description) : { type: 'anything' };
    case 'array':
      return { type: 'list', of: plainOf(schema.items ?? {}, description), ...limits };
    case 'object':
      return objectKind(schema, description);
    case 'string':
      return schema.format === 'date-time' ? { type: 'time' } : { type: 'string', ...limits };
    default:
      return { type: schema.type, ...limits };
  }
}

/** An integer above 0 is one from 1 on. */
function limitsOf(schema) {
  const limits = Object.fromEntries(LIMITS.filter((name) => schema[name] !== undefined).map((name) => [name, schema[name]]));
  if (schema.type !== 'integer' || limits.exclusiveMinimum === undefined) return limits;
  return { ...without(limits, 'exclusiveMinimum'), minimum: limits.exclusiveMinimum + 1 };
}

function objectKind(schema, description) {
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(([name, field]) => [name, plainOf(field, description)]);
    return { type: 'record', fields: Object.fromEntries(fields), required: schema.required ?? [] };
  }
  const more = schema.additionalProperties;
  return more && more !== true && Object.keys(more).length > 0
    ? { type: 'map', of: plainOf(more, description) }
    : { type: 'object' };
}

function ofRequest(contract, other, at) {
  const found = [...ofValue(contract, other, at)];
  if (!same(contract.default, other.default)) {
    found.push(`${at}: default ${show(contract.default)} in the contract, ${show(other.default)} here`);
  }
  return [...found, ...ofRecords(contract, other, at, ofRequest, requestFields)];
}

function ofAnswer(contract, other, at) {
  if (other.nullable && !contract.nullable && !isAnything(contract)) return [`${at}: may be null here alone`];
  return [...ofValue(contract, other, at, narrower), ...ofRecords(contract, other, at, ofAnswer, answerFields)];
}

/** Kinds of values, records aside: equal in a request, at most as wide in an answer. */
function ofValue(contract, other, at, accepts = same) {
  const found = [];
  if (accepts === same && contract.nullable !== other.nullable && !isAnything(contract)) {
    found.push(
      `${at}: ${contract.nullable ? 'nullable' : 'not nullable'} in the contract, ${other.nullable ? 'nullable' : 'not'} here`,
    );
  }
  const outer = (schema) => schema.kinds.map((one) => (holdsRecord(one) ? { type: shape(one) } : one));
  if (!accepts(outer(contract), outer(other))) {
    found.push(`${at}: ${outer(contract).map(name).join(' or ')} in the contract, ${outer(other).map(name).join(' or ')} here`);
  }
  return found;
}

const isAnything = (schema) => schema.kinds.some((one) => one.type === 'anything');
const holdsRecord = (one) => one.type === 'record' || (one.of !== undefined && one.of.kinds.some(holdsRecord));
const shape = (one) => (one.type === 'record' ? 'record' : `${one.type} of ${one.of.kinds.map(shape).join(' or ')}`);

/** Goes into the records of both sides, and into those in their lists and maps. */
function ofRecords(contract, other, at, compare, fields) {
  const [mine, theirs] = [records(contract), records(other)];
  if (mine.length !== theirs.length) return [];
  return mine.flatMap((one, i) => fields(one, theirs[i], mine.length > 1 ? `${at}(${tag(one)})` : at, compare));
}

const records = (schema) =>
  schema.kinds
    .flatMap((one) => (one.type === 'record' ? [one] : one.of ? records(one.of) : []))
    .sort((a, b) => tag(a).localeCompare(tag(b)));

/** Names one of several records by the words that only it allows. */
function tag(one) {
  const words = Object.values(one.fields)
    .flatMap((field) => field.kinds)
    .find((kind) => kind.type === 'word')?.words;
  return words ? words.slice(0, 2).join(',') : Object.keys(one.fields).sort().join(',');
}

function requestFields(contract, other, at, compare) {
  return eachField(contract, other, at, compare, (name, needed, neededHere) =>
    needed === neededHere
      ? []
      : [`${at}.${name}: ${needed ? 'required' : 'optional'} in the contract, ${neededHere ? 'required' : 'optional'} here`],
  );
}

function answerFields(contract, other, at, compare) {
  return eachField(contract, other, at, compare, (name, needed, neededHere) =>
    needed && !neededHere ? [`${at}.${name}: always there in the contract, not always here`] : [],
  );
}

function eachField(contract, other, at, compare, ofPresence) {
  const names = [...new Set([...Object.keys(contract.fields), ...Object.keys(other.fields)])];
  return names.flatMap((name) => {
    const [mine, theirs] = [contract.fields[name], other.fields[name]];
    if (!theirs) return [`${at}.${name}: in the contract, not here`];
    if (!mine) return [`${at}.${name}: here, not in the contract`];
    return [
      ...ofPresence(name, contract.required.includes(name), other.required.includes(name)),
      ...compare(mine, theirs, `${at}.${name}`),
    ];
  });
}

function parameterDifferences(contract, other) {
  const key = (one) => `${one.in} ${one.name.toLowerCase()}`;
  const missing = contract.filter((one) => !other.some((it) => key(it) === key(one)));
  const added = other.filter((one) => !contract.some((it) => key(it) === key(one)));
  const changed = contract.flatMap((one) => {
    const it = other.find((candidate) => key(candidate) === key(one));
    return it && (it.required !== one.required || !same(it.schema, one.schema)) ? [`parameter ${key(one)}: differs`] : [];
  });
  return [
    ...missing.map((one) => `parameter ${key(one)}: in the contract, not here`),
    ...added.map((one) => `parameter ${key(one)}: here, not in the contract`),
    ...changed,
  ];
}

/** Whether every value of the second can be one of the first. */
function narrower(wide, narrow) {
  return narrow.every((one) => wide.some((candidate) => includes(candidate, one)));
}

function includes(wide, one) {
  if (wide.type === 'anything' || same(wide, one)) return true;
  if (wide.type === 'object') return ['map', 'record', 'object'].includes(one.type.split(' ')[0]);
  if (wide.type === 'number') return one.type === 'integer';
  if (wide.type === 'string') return ['word', 'time', 'string'].includes(one.type);
  if (wide.type === 'word') return one.type === 'word' && one.words.every((word) => wide.words.includes(word));
  if (wide.of && one.of && wide.type === one.type) return narrower(wide.of.kinds, one.of.kinds);
  return false;
}

function caller(security) {
  if (!security) return undefined;
  const names = security.map((one) => Object.keys(one).sort().join('+')).sort();
  switch (names.join(' ')) {
    case 'accessToken apiKey+customerId':
      return 'customer';
    case 'apiKey+customerId':
      return 'headers';
    case 'apiKey':
      return 'organization';
    default:
      return names.join(' ');
  }
}

const same = (a, b) => canonical(a) === canonical(b);
const canonical = (value) =>
  JSON.stringify(value, (_, it) =>
    it && typeof it === 'object' && !Array.isArray(it) ? Object.fromEntries(Object.entries(it).sort()) : it,
  ) ?? 'none';
const without = (schema, ...names) => Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
const show = (value) => JSON.stringify(value) ?? 'none';

function name(one) {
  if (one.type === 'word') return one.words.length > 6 ? `one of ${one.words.length} words` : `one of ${one.words.join(', ')}`;
  const limits = LIMITS.filter((limit) => one[limit] !== undefined).map((limit) => `${limit} ${one[limit]}`);
  const inner = one.of ? ` of ${one.of.kinds.map(name).join(' or ')}` : '';
  return `${one.type}${inner}${limits.length ? ` (${limits.join(', ')})` : ''}`;
}
