// Signing in, connecting, listing and syncing.

import assert from 'node:assert/strict';
import { Refusal } from '../contract/answers.mjs';
import { shows } from '../lib/choices.mjs';
import { claim } from '../lib/claims.mjs';
import { PUBLISHED } from '../lib/corpus.mjs';
import { approve, deny } from '../lib/end-user.mjs';
import { until } from '../lib/process.mjs';
import { ask, refuse } from '../lib/sdk.mjs';
import { DOMAIN } from '../lib/world.mjs';

const SALESFORCE = { service: 'SALESFORCE', salesforce_domain: DOMAIN };

export function integrationClaims(stage) {
  claim('auth.getAccessToken', 'gives a token that speaks for the customer', async () => {
    await ask(stage.sdk, 'auth.getAccessToken');

    const me = await ask(stage.byToken, 'users.whoAmI');
    assert.equal(me.organization_supplied_user_id, stage.customer);
  });

  claim('auth.getWhiteLabeling', 'answers what the component reads', async () => {
    const answer = await ask(stage.byToken, 'auth.getWhiteLabeling');
    assert.equal(answer.connector_settings.SALESFORCE?.allowed_file_formats, undefined);
  });

  claim('users.whoAmI', 'counts what is synced', async () => {
    const me = await ask(stage.sdk, 'users.whoAmI');
    assert.equal(me.num_files_synced, PUBLISHED);
    assert.equal(me.aggregate_num_files_by_source.SALESFORCE, PUBLISHED);
  });

  claim('integrations.getOauthUrl', "leads to Salesforce's page with the state, a challenge and the default scopes", async () => {
    const { oauth_url } = await ask(stage.byToken, 'integrations.getOauthUrl', {
      ...SALESFORCE,
      connecting_new_account: true,
      scopes: [],
    });
    const parameters = new URL(oauth_url).searchParams;
    assert.equal(new URL(oauth_url).pathname, '/services/oauth2/authorize');
    assert.equal(parameters.get('redirect_uri'), `${stage.world.url}/integrations/salesforce`);
    assert.ok(parameters.get('state').length > 20);
    for (const scope of ['api', 'refresh_token', 'openid']) assert.ok(parameters.get('scope').split(' ').includes(scope), scope);
  });

  claim('integrations.getOauthUrl', 'replaces the default scopes by given ones', async () => {
    const { oauth_url } = await ask(stage.sdk, 'integrations.getOauthUrl', {
      ...SALESFORCE,
      connecting_new_account: true,
      scopes: ['api', 'refresh_token'],
    });
    assert.deepEqual(new URL(oauth_url).searchParams.get('scope').split(' ').sort(), ['api', 'refresh_token']);
  });

  claim('integrations.getOauthUrl', 'answers 501 for another service, in a plain sentence', async () => {
    const detail = await refuse(stage.sdk, 'integrations.getOauthUrl', { service: 'NOTION' }, 501);
    assert.match(detail, /SALESFORCE/);
  });

  claim(
    ['integrations.getOauthUrl', 'whiteLabel.create'],
    'refuses a domain that is not of Salesforce, in a sentence fit for a page',
    async () => {
      const asked = { ...SALESFORCE, salesforce_domain: 'evil.example.com/<b>', connecting_new_account: true };
      const detail = await refuse(stage.sdk, 'integrations.getOauthUrl', asked, 422, Refusal);
      assert.doesNotMatch(detail, /</);
      shows('domain in a sentence');
    },
  );

  claim('integrations.getOauthUrl', 'skips the log-in for an account that is connected, and syncs it again', async () => {
    const before = stage.source;
    const { oauth_url } = await ask(stage.byToken, 'integrations.getOauthUrl', {
      ...SALESFORCE,
      data_source_id: before.id,
      connecting_new_account: false,
    });
    assert.equal(new URL(oauth_url).origin, stage.world.url);

    assert.equal((await approve(oauth_url)).status, 200);
    const after = await stage.world.synced(stage.customer, before.id);
    assert.equal(after.last_sync_action, 'UPDATE');
    assert.ok(after.last_synced_at > before.last_synced_at);
    assert.notEqual(after.files_synced_at, before.files_synced_at);
  });

  claim('integrations.getOauthUrl', 'ends on a page that says so when the user denies', async () => {
    const { oauth_url } = await ask(stage.world.sdk('denier'), 'integrations.getOauthUrl', {
      ...SALESFORCE,
      connecting_new_account: true,
    });
    const page = await deny(oauth_url);
    assert.equal(page.status, 403);
    assert.match(page.text, /not connected/);
    assert.deepEqual(await stage.world.sources(stage.world.sdk('denier')), []);
  });

  claim('integrations.connectDataSource', 'connects with tokens at hand', async () => {
    const tokens = await stage.world.control('POST', '/sessions/open', {});
    const asked = {
      authentication: { source: 'SALESFORCE', access_token: tokens.access_token, domain: DOMAIN },
      sync_options: { sync_files_on_connection: false, request_id: 'by-tokens' },
    };
    const { data_source } = await ask(stage.world.sdk('has-tokens'), 'integrations.connectDataSource', asked);
    assert.equal(data_source.last_sync_action, 'ADD');

    const source = await stage.world.synced('has-tokens', data_source.id);
    assert.equal(source.files_synced_at, null);
    assert.deepEqual(await stage.world.files(stage.world.sdk('has-tokens')), []);
  });

  claim('integrations.connectDataSource', 'answers 501 for another source', () =>
    refuse(
      stage.sdk,
      'integrations.connectDataSource',
      { authentication: { source: 'NOTION', access_token: 'x', workspace_id: 'y' } },
      501,
    ),
  );

  claim('dataSources.queryUserDataSources', 'says UPDATE of a new account whose files were queued', () => {
    assert.equal(stage.source.last_sync_action, 'UPDATE');
    assert.notEqual(stage.source.files_synced_at, null);
    shows('update after listing');
  });

  claim('integrations.listDataSourceItems', 'lists every published article once, by name, a page at a time', async () => {
    const pages = [];
    for (let offset = 0; offset < PUBLISHED; offset += 10) {
      const { items, count } = await ask(stage.byToken, 'integrations.listDataSourceItems', {
        data_source_id: stage.source.id,
        pagination: { limit: 10, offset },
      });
      assert.equal(count, PUBLISHED);
      pages.push(...items);
    }
    assert.equal(new Set(pages.map((item) => item.id)).size, PUBLISHED);
    assert.deepEqual(
      pages.map((item) => item.name.toLowerCase()),
      pages.map((item) => item.name.toLowerCase()).sort(),
    );
    assert.ok(!pages.some((item) => item.name === 'Not yet announced'));
  });

  claim('integrations.listDataSourceItems', 'gives each article the form that the picker can select', async () => {
    const { items } = await ask(stage.sdk, 'integrations.listDataSourceItems', {
      data_source_id: stage.source.id,
      filters: { name: 'setup V2' },
    });
    assert.equal(items.length, 1);
    const {
      name,
      item_type,
      is_selectable,
      is_expandable,
      file_format,
      source,
      organization_user_file_to_sync_id,
      external_url,
    } = items[0];
    assert.deepEqual(
      { name, item_type, is_selectable, is_expandable, file_format, source },
      {
        name: 'Setup v2.0',
        item_type: 'ARTICLE',
        is_selectable: true,
        is_expandable: false,
        file_format: 'SALESFORCE',
        source: 'SALESFORCE',
      },
    );
    assert.ok(Number.isInteger(organization_user_file_to_sync_id));
    assert.match(external_url, /^https?:\/\//);
  });

  claim('integrations.listDataSourceItems', 'orders and filters', async () => {
    const of = { data_source_id: stage.source.id, pagination: { limit: 250 } };
    const { items: byId } = await ask(stage.sdk, 'integrations.listDataSourceItems', {
      ...of,
      order_by: 'id',
      order_dir: 'desc',
    });
    assert.deepEqual(
      byId.map((item) => item.id),
      byId.map((item) => item.id).sort((a, b) => b - a),
    );

    const two = byId.slice(0, 2);
    const some = async (filters) => (await ask(stage.sdk, 'integrations.listDataSourceItems', { ...of, filters })).count;
    assert.equal(await some({ ids: two.map((item) => item.id) }), 2);
    assert.equal(await some({ external_ids: two.map((item) => item.external_id) }), 2);
    assert.equal(await some({ item_types: ['ARTICLE'] }), PUBLISHED);
    assert.equal(await some({ item_types: ['FOLDER'] }), 0);
    assert.equal(await some({ root_files_only: true }), PUBLISHED);
  });

  claim('integrations.syncFiles', 'syncs chosen articles with the options of the request', async () => {
    const customer = 'chooser';
    const sdk = stage.world.sdk(customer);
    const source = await stage.world.connected(customer, { sync_files_on_connection: false });
    const { items } = await ask(sdk, 'integrations.listDataSourceItems', { data_source_id: source.id, pagination: { limit: 3 } });

    const ids = [items[0].external_id, items[1].external_id];
    await ask(sdk, 'integrations.syncFiles', {
      data_source_id: source.id,
      ids,
      tags: { team: 'blue' },
      request_id: 'chosen-two',
      chunk_size: 100,
      chunk_overlap: 10,
    });
    const after = await until('both files are ready', 60, async () => {
      const files = await stage.world.files(sdk, { request_ids: ['chosen-two'], sync_statuses: ['READY'] });
      return files.length === 2 && files;
    });
    assert.deepEqual(after.map((file) => file.external_file_id).sort(), ids.sort());
    for (const file of after) {
      assert.equal(file.tags.team, 'blue');
      assert.deepEqual([file.chunk_size, file.chunk_overlap], [100, 10]);
    }
    const [now] = await stage.world.sources(sdk);
    assert.equal(now.last_sync_action, 'UPDATE');
    assert.notEqual(now.files_synced_at, null);
  });

  claim('integrations.syncFiles', 'takes ids of the form {id, root_id}', async () => {
    const [file] = await stage.world.files(stage.sdk, {}, { pagination: { limit: 1 } });
    const ids = [{ id: file.external_file_id, root_id: 'ignored' }];
    await ask(stage.sdk, 'integrations.syncFiles', { data_source_id: stage.source.id, ids });
    await stage.world.synced(stage.customer, stage.source.id);
  });

  claim('integrations.syncDataSourceItems', 'lists again: what was published since appears', async () => {
    await stage.world.control('POST', '/articles', {
      id: 'late',
      title: 'Announced late',
      html: '<p>Late news about kettles.</p>',
    });
    const before = stage.source;
    const answer = await ask(stage.byToken, 'integrations.syncDataSourceItems', { data_source_id: before.id });
    assert.ok(['QUEUED_FOR_SYNCING', 'SYNCING', 'READY'].includes(answer.sync_status));

    const late = await until('the late article is listed', 60, async () => {
      const { items } = await ask(stage.sdk, 'integrations.listDataSourceItems', {
        data_source_id: before.id,
        filters: { name: 'announced late' },
      });
      return items[0];
    });
    assert.equal(late.name, 'Announced late');
    await stage.world.control('POST', '/articles/late/archive', {});
    await ask(stage.sdk, 'integrations.syncDataSourceItems', { data_source_id: before.id });
    await until('the archived article is gone', 60, async () => {
      const { count } = await ask(stage.sdk, 'integrations.listDataSourceItems', {
        data_source_id: before.id,
        filters: { name: 'announced late' },
      });
      return count === 0;
    });
    await stage.world.synced(stage.customer, before.id);
  });

  claim('integrations.cancel', 'stops a listing that is under way', async () => {
    const source = await stage.world.connected('canceller', { sync_files_on_connection: false });
    const sdk = stage.world.sdk('canceller');
    await stage.world.control('POST', '/faults', { fault: 'slow', always: true, delay_ms: 3000 });
    try {
      await ask(sdk, 'integrations.syncDataSourceItems', { data_source_id: source.id });
      await until('the listing runs', 30, async () => (await stage.world.sources(sdk))[0].sync_status === 'SYNCING');

      const answer = await ask(sdk, 'integrations.cancel', { data_source_id: source.id });
      assert.equal(answer.sync_status, 'READY');
      assert.equal(answer.last_sync_action, 'CANCEL');
      assert.ok(answer.last_synced_at > source.last_synced_at);
    } finally {
      await stage.world.control('DELETE', '/faults');
    }
  });
}
