// Data sources: querying, tags, revoking.

import assert from 'node:assert/strict';
import { shows } from '../lib/choices.mjs';
import { claim } from '../lib/claims.mjs';
import { ask, refuse } from '../lib/sdk.mjs';

export function sourceClaims(stage) {
  claim('dataSources.queryUserDataSources', 'answers what the component shows of an account', async () => {
    const { results, count } = await ask(stage.byToken, 'dataSources.queryUserDataSources', {
      pagination: { limit: 250, offset: 0 },
      filters: { revoked_access: false, tags: {} },
    });
    assert.equal(count, 1);
    const [prefix, label, domain] = results[0].data_source_external_id.split('|');
    assert.equal(prefix, 'SALESFORCE');
    assert.notEqual(label, '');
    assert.equal(domain, 'acme.my.salesforce.com');
    assert.equal(results[0].data_source_type, 'SALESFORCE');
    assert.equal(results[0].token, null);
    assert.equal(results[0].organization_supplied_user_id, stage.customer);
    assert.notEqual(results[0].source_items_synced_at, null);
  });

  claim('dataSources.queryUserDataSources', 'filters', async () => {
    const count = async (filters) => (await ask(stage.sdk, 'dataSources.queryUserDataSources', { filters })).count;
    assert.equal(await count({ source: 'SALESFORCE' }), 1);
    assert.equal(await count({ source: 'NOTION' }), 0);
    assert.equal(await count({ ids: [String(stage.source.id)] }), 1, 'ids may be texts');
    assert.equal(await count({ ids: [stage.source.id + 1000] }), 0);
    assert.equal(await count({ revoked_access: true }), 0);
  });

  claim('dataSources.query', "sees every customer's", async () => {
    const all = await ask(stage.organization, 'dataSources.query', { filters: { ids: [stage.source.id] } });
    assert.deepEqual(
      all.results.map((source) => source.id),
      [stage.source.id],
    );
    const { count } = await ask(stage.organization, 'dataSources.query', { order_by: 'created_at', order_dir: 'desc' });
    assert.ok(count > 1);
  });

  claim(['dataSources.addTags', 'dataSources.removeTags'], 'and removeTags change the tags of an account', async () => {
    const of = { data_source_id: stage.source.id };
    const tagged = await ask(stage.byToken, 'dataSources.addTags', { ...of, tags: { region: 'north', level: 'one' } });
    assert.deepEqual([tagged.tags.region, tagged.tags.level], ['north', 'one']);
    const found = async (tags) => (await ask(stage.sdk, 'dataSources.queryUserDataSources', { filters: { tags } })).count;
    assert.equal(await found({ OR: [{ key: 'region', value: 'north', negate: false }] }), 1);
    assert.equal(await found({ AND: [{ key: 'region', value: 'south' }] }), 0);
    assert.equal(await found({ region: 'north' }), 1);
    shows('tag filters');

    const less = await ask(stage.sdk, 'dataSources.removeTags', { ...of, tags_to_remove: ['region'] });
    assert.deepEqual(less.tags, { level: 'one' });
    const none = await ask(stage.sdk, 'dataSources.removeTags', { ...of, remove_all_tags: true });
    assert.deepEqual(none.tags, {});
  });

  claim(
    'dataSources.revokeAccessToken',
    'disconnects, keeps the files, and connecting again brings the account back',
    async () => {
      const customer = 'leaver';
      const sdk = stage.world.sdk(customer);
      const source = await stage.world.connected(customer);
      const files = (await stage.world.files(sdk)).length;
      assert.deepEqual(await ask(sdk, 'dataSources.revokeAccessToken', { data_source_id: source.id }), { success: true });

      assert.deepEqual(await stage.world.sources(sdk, { revoked_access: false }), []);
      const [revoked] = await stage.world.sources(sdk, { revoked_access: true });
      assert.deepEqual([revoked.revoked_access, revoked.last_sync_action], [true, 'REVOKE']);
      assert.equal((await stage.world.files(sdk)).length, files);
      const listed = await ask(sdk, 'integrations.listDataSourceItems', { data_source_id: source.id });
      assert.equal(listed.count, files);
      await refuse(sdk, 'integrations.syncDataSourceItems', { data_source_id: source.id }, 400);
      shows('revoked keeps files');

      // A first listing of files would turn this into UPDATE by itself.
      await stage.world.authorize(customer, { sync_files_on_connection: false });
      const [back] = await stage.world.sources(sdk, { revoked_access: false });
      assert.equal(back.last_sync_action, 'ADD');
    },
  );
}
