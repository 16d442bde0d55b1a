// The published SDK, and calls of it that are held against the contract.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { hold } from './check.mjs';
import { Refusal, ValidationErrors } from '../contract/answers.mjs';
import { routes } from '../contract/routes.mjs';

const sdk = createRequire(import.meta.url)('carbon-typescript-sdk');
export const { Carbon, CarbonError } = sdk;

/** What was asked so far: the methods that answered as the contract says, and those that refused as it says. */
export const answered = new Set();
export const refused = new Set();

const named = (name) => routes.find((route) => route.sdk === name);

/** Every method that the SDK has, `group.method`. */
export function methods() {
  const client = new Carbon({ apiKey: 'none' });
  return Object.entries(client)
    .filter(([, group]) => typeof group === 'object')
    .flatMap(([group, api]) => methodsOf(api).map((method) => `${group}.${method}`));
}

function methodsOf(api) {
  const found = new Set();
  for (let at = Object.getPrototypeOf(api); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    Object.getOwnPropertyNames(at)
      .filter((name) => name !== 'constructor')
      .forEach((name) => found.add(name));
  }
  return [...found];
}

/** Calls a method; its request must go to its route, its answer must be 200 and as the contract says. Answers the body. */
export async function ask(client, name, request) {
  const route = named(name);
  const answer = await call(client, name, request);
  assert.equal(answer.status, 200, `${name}: status`);
  assert.equal(answer.config.method.toUpperCase(), route.method);
  assert.match(new URL(answer.config.url).pathname, pattern(route.path));
  hold(route.answers, answer.data, `the answer to ${name}`);
  answered.add(name);
  return answer.data;
}

/** Calls a method that must be refused with a status, as the SDK reports it, in the form of that status. Answers the `detail`. */
export async function refuse(client, name, request, status, form = status === 422 ? ValidationErrors : Refusal) {
  let failure;
  try {
    await call(client, name, request);
  } catch (thrown) {
    failure = thrown;
  }
  assert.ok(failure, `${name} was not refused: expected ${status} for ${JSON.stringify(request)}`);
  assert.ok(failure instanceof CarbonError, `${name} failed otherwise: ${failure}`);
  assert.equal(failure.status, status, `${name}: ${JSON.stringify(failure.responseBody)}`);
  hold(form, failure.responseBody, `the refusal of ${name}`);
  refused.add(name);
  return failure.responseBody.detail;
}

function call(client, name, request) {
  const [group, method] = name.split('.');
  return request === undefined ? client[group][method]() : client[group][method](request);
}

const pattern = (path) => new RegExp(`^${path.replaceAll('/', '\\/').replace(/\{\w+\}/g, '[^/]+')}$`);
