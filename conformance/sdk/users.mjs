// Customers and the organization.

import assert from 'node:assert/strict';
import { claim } from '../lib/claims.mjs';
import { PUBLISHED } from '../lib/corpus.mjs';
import { until } from '../lib/process.mjs';
import { ask, refuse } from '../lib/sdk.mjs';

export function userClaims(stage) {
  const user = (customer_id) => ask(stage.organization, 'users.get', { customer_id });

  claim('users.get', 'answers what is known of a customer', async () => {
    const me = await user(stage.customer);
    assert.equal(me.organization_supplied_user_id, stage.customer);
    assert.equal(me.num_files_synced, PUBLISHED);
    assert.equal(me.deleted_at, null);
  });

  claim('users.list', 'lists customers, newest first, and counts on demand', async () => {
    const filters = { customer_ids: [stage.customer, 'chooser'] };
    const page = await ask(stage.organization, 'users.list', { filters, include_count: true });
    assert.equal(page.count, page.users.length);
    const times = page.users.map((one) => one.created_at);
    assert.deepEqual(times, [...times].sort().reverse());
    const {
      users: [first],
    } = await ask(stage.organization, 'users.list', { filters: { carbon_user_ids: [page.users[0].id] } });
    assert.equal(first.id, page.users[0].id);
  });

  claim('users.updateUsers', 'takes up to a hundred customers, known or new', async () => {
    const customer_ids = Array.from({ length: 100 }, (_, i) => `many-${i}`);
    assert.deepEqual(await ask(stage.organization, 'users.updateUsers', { customer_ids, max_files: 5 }), { success: true });
  });

  claim(['users.updateUsers', 'users.get'], 'sets auto-sync and limits of customers', async () => {
    const customer_ids = ['settled', 'new-by-update'];
    await ask(stage.organization, 'users.updateUsers', {
      customer_ids,
      auto_sync_enabled_sources: ['SALESFORCE'],
      max_files: 5,
      auto_sync_interval: 6,
    });
    for (const id of customer_ids) assert.deepEqual((await user(id)).auto_sync_enabled_sources, ['SALESFORCE']);

    await ask(stage.organization, 'users.updateUsers', { customer_ids, max_files: -1 });
    assert.deepEqual((await user('settled')).auto_sync_enabled_sources, ['SALESFORCE'], 'what is absent stays');
    await ask(stage.organization, 'users.updateUsers', { customer_ids, auto_sync_enabled_sources: [] });
    assert.deepEqual((await user('settled')).auto_sync_enabled_sources, []);
    await ask(stage.organization, 'users.updateUsers', { customer_ids, auto_sync_enabled_sources: 'ALL' });
    assert.deepEqual((await user('settled')).auto_sync_enabled_sources, ['ALL']);
  });

  claim('users.updateUsers', 'refuses no customers, more than a hundred, and intervals that are none', async () => {
    await refuse(stage.organization, 'users.updateUsers', { customer_ids: [] }, 422);
    await refuse(
      stage.organization,
      'users.updateUsers',
      { customer_ids: Array.from({ length: 101 }, (_, i) => `many-${i}`) },
      422,
    );
    await refuse(stage.organization, 'users.updateUsers', { customer_ids: ['settled'], auto_sync_interval: 5 }, 422);
    await refuse(stage.organization, 'users.updateUsers', { customer_ids: ['settled'], auto_sync_enabled_sources: 'SOME' }, 422);
  });

  claim('users.toggleUserFeatures', 'switches sparse vectors', async () => {
    const asked = { configuration_key_name: 'sparse_vectors', value: { enabled: true } };
    assert.deepEqual(await ask(stage.byToken, 'users.toggleUserFeatures', asked), { success: true });
  });

  claim('users.delete', 'erases a customer, whose tokens then speak for nobody', async () => {
    const customer = 'erased';
    const token = await stage.world.sdkByToken(customer);
    await stage.world.connected(customer);
    assert.deepEqual(await ask(stage.organization, 'users.delete', { customer_ids: [customer] }), { success: true });
    await refuse(token, 'users.whoAmI', undefined, 401);
    await until('nothing of the customer is left', 60, async () => {
      const { count } = await ask(stage.organization, 'users.list', {
        filters: { customer_ids: [customer] },
        include_count: true,
      });
      return count === 0;
    });
  });

  claim('organizations.get', 'sums up what is synced', async () => {
    const organization = await ask(stage.organization, 'organizations.get');
    assert.notEqual(organization.name, '');
  });

  claim('organizations.update', 'takes nothing to change', async () => {
    assert.deepEqual(await ask(stage.organization, 'organizations.update', {}), { success: true });
  });

  claim(['organizations.update', 'organizations.get'], 'sets what customers inherit', async () => {
    const asked = {
      global_user_config: { auto_sync_interval: 12 },
      data_source_configs: { SALESFORCE: { allowed_file_formats: [] } },
    };
    assert.deepEqual(await ask(stage.organization, 'organizations.update', asked), { success: true });
    const { global_user_config } = await ask(stage.organization, 'organizations.get');
    assert.equal(global_user_config.auto_sync_interval, 12);
    const { connector_settings } = await ask(stage.byToken, 'auth.getWhiteLabeling');
    assert.equal(
      connector_settings.SALESFORCE?.allowed_file_formats,
      undefined,
      'an empty list would disable every item of the component',
    );
  });

  claim('organizations.updateStats', 'counts anew, by an empty request', async () => {
    assert.deepEqual(await ask(stage.organization, 'organizations.updateStats'), { success: true });
  });
}
