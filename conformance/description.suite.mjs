// The description that the server gives of itself, held against the contract; and the contract, held against Carbon's own last
// description when ALLOTROPE_CARBON_OPENAPI names that file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { DESCRIBED_OTHERWISE } from './contract/differences.mjs';
import { served } from './contract/routes.mjs';
import { contractedRoute, describedRoute, differences } from './lib/description.mjs';

const ours = JSON.parse(readFileSync(new URL('../docs/openapi.json', import.meta.url), 'utf8'));

export default function descriptionSuite() {
  describe('description', () => {
    const used = new Set();

    for (const route of served) {
      const described = describedRoute(ours, route);
      const skip = !described && 'not there yet';
      test(`${route.method} ${route.path} is described as the contract has it`, { skip }, () => {
        const unexplained = differences(contractedRoute(route), described).filter((text) => !explained(text, used));
        assert.deepEqual(unexplained, []);
      });
    }

    test('every deliberate difference is one', () => {
      assert.deepEqual(
        DESCRIBED_OTHERWISE.filter((one) => !used.has(one)).map((one) => one.differs),
        [],
      );
    });

    const published = process.env.ALLOTROPE_CARBON_OPENAPI;
    test(
      "the contract is what Carbon's own description says",
      { skip: !published && 'ALLOTROPE_CARBON_OPENAPI names no file' },
      () => {
        const theirs = JSON.parse(readFileSync(published, 'utf8'));
        const found = served.flatMap((route) =>
          differences(contractedRoute(route), describedRoute(theirs, route)).map((text) => `${route.path} ${text}`),
        );
        // It describes the credentials of this one call as parameters.
        assert.deepEqual(found, ['/auth/v1/access_token credential: headers in the contract, undefined here']);
      },
    );
  });
}

function explained(text, used) {
  const reasons = DESCRIBED_OTHERWISE.filter(({ differs }) => text === differs || text.endsWith(`.${differs}`));
  reasons.forEach((one) => used.add(one));
  return reasons.length > 0;
}
