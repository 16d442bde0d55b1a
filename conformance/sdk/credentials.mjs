// Every method of groups A and B with every kind of credential, with bodies that are not as they should be, and about things that
// the caller does not have.

import assert from 'node:assert/strict';
import { Refusal } from '../contract/answers.mjs';
import { served } from '../contract/routes.mjs';
import { hold } from '../lib/check.mjs';
import { claim } from '../lib/claims.mjs';
import { API_KEY } from '../lib/world.mjs';
import { Carbon, refuse } from '../lib/sdk.mjs';
import { NOBODYS, aboutNobodys, misshapen, samples } from './samples.mjs';

export function credentialClaims(stage) {
  const sdk = (parameters) => new Carbon({ basePath: stage.world.url, ...parameters });

  for (const { sdk: name, by, method, path } of served) {
    const request = samples[name];

    claim(name, 'is refused without a credential', async () => {
      const detail = await refuse(sdk({ customerId: 'somebody' }), name, request, 401);
      assert.match(detail, /credential/);
    });

    claim(name, 'is refused with a wrong API key', () =>
      refuse(sdk({ apiKey: 'not-a-key', customerId: 'somebody' }), name, request, 401),
    );

    if (by === 'customer') {
      claim(name, 'is refused with a wrong access token', () => refuse(sdk({ accessToken: 'not-a-token' }), name, request, 401));
      claim(name, 'names the header customer-id when an API key speaks for nobody', async () => {
        const detail = await refuse(sdk({ apiKey: API_KEY }), name, request, 422);
        assert.deepEqual(detail[0].loc, ['header', 'customer-id']);
      });
    } else {
      // The SDK sends an access token only where the contract takes one.
      claim(name, 'is no call for an access token', async () => {
        const headers = { authorization: `Token ${await stage.world.token('somebody')}` };
        const answer = await stage.world.request(method, path.replace(/\{\w+\}/, NOBODYS), {
          headers,
          body: method === 'POST' ? {} : undefined,
        });
        assert.equal(answer.status, 403);
        hold(Refusal, answer.json(), `the refusal of ${name}`);
      });
    }
  }

  for (const [name, [request, field]] of Object.entries(misshapen)) {
    claim(name, `names ${field} when it is not as it should be`, async () => {
      const detail = await refuse(stage.sdk, name, request, 422);
      assert.ok(
        detail.some(({ loc }) => loc.includes(field)),
        `no fault names ${field}: ${JSON.stringify(detail)}`,
      );
    });
  }

  for (const name of aboutNobodys) {
    claim(name, 'does not find what the caller does not have', () => refuse(stage.sdk, name, samples[name], 404));
  }
}
