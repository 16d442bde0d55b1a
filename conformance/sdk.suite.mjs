// Every method of the published SDK that belongs to groups A and B, answered and refused.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { routes, served } from './contract/routes.mjs';
import { isThere } from './lib/claims.mjs';
import { answered, methods, refused } from './lib/sdk.mjs';
import { credentialClaims } from './sdk/credentials.mjs';
import { embeddingClaims } from './sdk/embeddings.mjs';
import { fileClaims } from './sdk/files.mjs';
import { integrationClaims } from './sdk/integrations.mjs';
import { sourceClaims } from './sdk/sources.mjs';
import { userClaims } from './sdk/users.mjs';
import { webhookClaims, whiteLabelClaims } from './sdk/webhooks.mjs';

export default function sdkSuite(setting) {
  describe('sdk', () => {
    /** Clients of one customer whose files are left as they are, of another whose files are deleted, and of the organization. */
    const stage = { customer: 'reader' };
    before(async () => {
      const { world } = setting;
      stage.world = world;
      stage.sdk = world.sdk(stage.customer);
      stage.byToken = await world.sdkByToken(stage.customer);
      stage.organization = world.sdk();
      stage.deleter = world.sdk('deleter');
      [stage.source] = await Promise.all([world.connected(stage.customer), world.connected('deleter')]);
    });

    test('every method of the SDK calls a route of the contract', () => {
      const known = routes.map((route) => route.sdk).filter(Boolean);
      assert.deepEqual(methods().sort(), known.sort());
    });

    credentialClaims(stage);
    integrationClaims(stage);
    sourceClaims(stage);
    fileClaims(stage);
    embeddingClaims(stage);
    userClaims(stage);
    webhookClaims(stage);
    whiteLabelClaims(stage);

    test('every method of groups A and B was answered and refused', () => {
      const names = served.map((route) => route.sdk).filter(isThere);
      assert.deepEqual(
        names.filter((name) => !answered.has(name)),
        [],
      );
      assert.deepEqual(
        names.filter((name) => !refused.has(name)),
        [],
      );
    });
  });
}
