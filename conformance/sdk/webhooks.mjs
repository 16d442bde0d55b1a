// Registering webhooks, and white labels.

import assert from 'node:assert/strict';
import { claim } from '../lib/claims.mjs';
import { ask, refuse } from '../lib/sdk.mjs';

export function webhookClaims(stage) {
  claim(
    ['webhooks.addUrl', 'webhooks.urls', 'webhooks.deleteUrl'],
    'tells the signing key once; urls lists without it; deleteUrl removes',
    async () => {
      const url = 'http://127.0.0.1:9/hook';
      const added = await ask(stage.organization, 'webhooks.addUrl', { url });
      assert.match(added.signing_key, /^([0-9a-f]{2}){16,}$/);
      assert.equal(added.status, 'ACTIVE');
      const { results } = await ask(stage.organization, 'webhooks.urls', { filters: { ids: [added.id] } });
      assert.deepEqual(
        results.map((one) => one.url),
        [url],
      );

      const more = [
        await ask(stage.organization, 'webhooks.addUrl', { url: `${url}/2` }),
        await ask(stage.organization, 'webhooks.addUrl', { url: `${url}/3` }),
      ];
      await refuse(stage.organization, 'webhooks.addUrl', { url: `${url}/4` }, 400);
      for (const { id } of [added, ...more]) {
        assert.deepEqual(await ask(stage.organization, 'webhooks.deleteUrl', { webhookId: id }), { success: true });
      }
      assert.equal((await ask(stage.organization, 'webhooks.urls', {})).count, 0);
    },
  );
}

export function whiteLabelClaims(stage) {
  const names = ['whiteLabel.create', 'whiteLabel.list', 'whiteLabel.update', 'whiteLabel.delete'];
  const app = (client_id) => ({
    data_source_type: 'SALESFORCE',
    credentials: { client_id, client_secret: 'secret', redirect_uri: 'https://sync.example.com/integrations/salesforce' },
  });

  claim(names, "keeps an organization's own app", async () => {
    const { organization } = stage;
    await ask(organization, 'whiteLabel.create', [app('first')]);
    const { integrations } = await ask(stage.byToken, 'auth.getWhiteLabeling');
    assert.ok(integrations.SALESFORCE);
    await ask(organization, 'whiteLabel.update', app('second'));

    const { results, count } = await ask(organization, 'whiteLabel.list', { filters: { data_source_type: ['SALESFORCE'] } });
    assert.equal(count, 1);
    assert.equal(results[0].data_source_type, 'SALESFORCE');
    assert.equal(results[0].credentials.client_id, 'second');
    const asked = { service: 'SALESFORCE', salesforce_domain: 'acme.my.salesforce.com', connecting_new_account: true };
    const { oauth_url } = await ask(stage.byToken, 'integrations.getOauthUrl', asked);
    assert.equal(new URL(oauth_url).searchParams.get('client_id'), 'second');

    await ask(organization, 'whiteLabel.delete', { ids: [results[0].id] });
    assert.equal((await ask(organization, 'whiteLabel.list', {})).count, 0);
  });
}
