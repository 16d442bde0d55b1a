#!/usr/bin/env node
// Runs the conformance tests: `node run.mjs [--slow] [--only SUITE[,SUITE]] [--update]`; README.md says what must be built before.

import { existsSync } from 'node:fs';
import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { World } from './lib/world.mjs';

// Whatever is asked here is on this machine: no proxy is in the way, and an address of `localhost` on which nothing listens refuses at
// once. By default a connection that takes 250 ms on a busy machine is given up for such a one.
process.env.NO_PROXY = process.env.no_proxy = 'localhost,127.0.0.1';
setDefaultAutoSelectFamilyAttemptTimeout(60_000);

const SUITES = {
  description: { world: false },
  routes: { world: true },
  sdk: { world: true },
  traps: { world: true },
  webhooks: { world: true },
  docs: { world: true },
  component: { world: true },
  compatibility: { world: false },
};

const here = fileURLToPath(new URL('.', import.meta.url));
const { values: words } = parseArgs({
  options: {
    slow: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(SUITES).join(',') },
    server: { type: 'string', default: join(here, '../server/target/server-0.1.0-SNAPSHOT-exec.jar') },
    simulator: { type: 'string', default: join(here, '../salesforce-sim/target/salesforce-sim-0.1.0-SNAPSHOT-exec.jar') },
  },
});

const chosen = words.only.split(',');
const unknown = chosen.find((name) => !SUITES[name]);
if (unknown) fail(`no suite is called ${unknown}; there are ${Object.keys(SUITES).join(', ')}`);
const needed = chosen.some((name) => SUITES[name].world) ? [words.server, words.simulator] : [];
const missing = needed.find((jar) => !existsSync(jar));
if (missing) fail(`${missing} is missing: package server and salesforce-sim first, as ./allotrope test does`);

const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const jars = { java, server: words.server, simulator: words.simulator };
/** What the suites share; the world is there once their tests run. */
const setting = {
  slow: words.slow,
  update: words.update,
  everything: chosen.length === Object.keys(SUITES).length,
  target: join(here, 'target'),
  world: undefined,
};
const suites = await Promise.all(chosen.map((name) => import(`./${name}.suite.mjs`)));

describe('conformance', () => {
  if (chosen.some((name) => SUITES[name].world)) {
    before(async () => {
      setting.world = await World.start(jars, join(setting.target, 'world'));
    });
    after(() => setting.world?.stop());
  }
  suites.forEach((suite) => suite.default(setting));
});

function fail(message) {
  console.error(`conformance: ${message}`);
  process.exit(2);
}
