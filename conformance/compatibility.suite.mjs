// The page for former customers of Carbon, and that what it claims was shown.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { CHOICES } from './contract/choices.mjs';
import { shown } from './lib/choices.mjs';
import { compatibilityPage } from './lib/compatibility.mjs';

const PAGE = new URL('../docs/carbon-compatibility.md', import.meta.url);
const description = JSON.parse(readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8'));

export default function compatibilitySuite({ update, everything }) {
  describe('compatibility', () => {
    test('docs/carbon-compatibility.md says what is so', () => {
      const now = compatibilityPage(description);
      if (update) writeFileSync(PAGE, now);
      assert.equal(readFileSync(PAGE, 'utf8'), now, 'out of date: run node conformance/run.mjs --only compatibility --update');
    });

    test('every deliberate choice was shown by a test', { skip: !everything && 'only after all other suites' }, () => {
      assert.deepEqual(
        Object.keys(CHOICES).filter((name) => !shown.has(name)),
        [],
      );
    });
  });
}
