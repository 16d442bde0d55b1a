// Tests of one call each. A call that the server does not have yet is skipped: `docs/openapi.json` says what it has.

import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { routes } from '../contract/routes.mjs';

const described = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

export function isThere(name) {
  const route = routes.find((one) => one.sdk === name);
  if (!route) throw new Error(`no route of the contract is called by ${name}`);
  return described.paths[route.path]?.[route.method.toLowerCase()] !== undefined;
}

/** A test of a method of the SDK; of several when all must be there. */
export function claim(names, title, run) {
  const all = [names].flat();
  test(`${all[0]} ${title}`, { skip: !all.every(isThere) && 'not there yet' }, run);
}
