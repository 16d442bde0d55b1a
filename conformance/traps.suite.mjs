// What breaks clients that are no SDK and no component: headers, loose types, browsers of another origin, old routes.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { routes, served } from './contract/routes.mjs';
import { DataSource, DataSources, Files } from './contract/answers.mjs';
import { hold } from './lib/check.mjs';
import { until } from './lib/process.mjs';
import { Carbon } from './lib/sdk.mjs';
import { API_KEY } from './lib/world.mjs';

const ORIGIN = 'https://app.example.com';

export default function trapsSuite(setting) {
  describe('traps', () => {
    const customer = 'trapped';
    let world;
    let source;
    before(async () => {
      world = setting.world;
      source = await world.connected(customer);
    });
    const post = (path, body, headers = world.asCustomer(customer)) => world.request('POST', path, { headers, body });

    test('the scheme of a credential is read in any case', async () => {
      const token = await world.token(customer);
      for (const authorization of [`Token ${token}`, `token ${token}`, `TOKEN ${token}`]) {
        assert.equal((await post('/user_data_sources', {}, { authorization })).status, 200, authorization.slice(0, 6));
      }
      for (const scheme of ['Bearer', 'bearer']) {
        const headers = { AUTHORIZATION: `${scheme} ${API_KEY}`, 'Customer-Id': customer };
        assert.equal((await post('/user_data_sources', {}, headers)).status, 200, scheme);
      }
    });

    test('of two credentials in one header the last counts', async () => {
      const token = await world.token(customer);
      const both = (first, second) => post('/user_data_sources', {}, { authorization: `Token ${first}, Token ${second}` });
      assert.equal((await both('expired', token)).status, 200);
      assert.equal((await both(token, 'expired')).status, 401);
    });

    test('a call of the organization does not mind a customer-id', async () => {
      assert.equal((await post('/webhooks', {}, world.asCustomer(customer))).status, 200);
    });

    test('unknown fields are ignored', async () => {
      const [file] = await world.files(world.sdk(customer));
      const component = {
        sync_files_on_connection: true,
        sync_source_items: true,
        data_source_tags: {},
        scopes: [],
        max_items_per_chunk: null,
      };
      const body = {
        data_source_id: source.id,
        ids: [file.external_file_id],
        file_sync_config: {},
        ...component,
        invented: { deep: [1] },
      };
      assert.equal((await post('/integrations/files/sync', body)).status, 200);
      await world.synced(customer, source.id);
    });

    test('numbers may be texts', async () => {
      const [file] = await world.files(world.sdk(customer));
      const files = await post('/user_files_v2', { filters: { ids: [`${file.id}`] }, pagination: { limit: '1', offset: '0' } });
      assert.equal(files.json().count, 1);
      const sources = await post('/user_data_sources', { filters: { ids: [`${source.id}`] } });
      assert.equal(sources.json().count, 1);
      assert.equal((await post('/integrations/items/list', { data_source_id: `${source.id}` })).status, 200);
    });

    for (const { method, path } of routes) {
      test(`a browser of another origin may call ${method} ${path}`, async () => {
        const answer = await world.request('OPTIONS', path.replace(/\{\w+\}/, '1'), {
          headers: {
            origin: ORIGIN,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization,content-type,customer-id',
          },
        });
        assert.ok([200, 204].includes(answer.status), `status ${answer.status}`);
        assert.ok(['*', ORIGIN].includes(answer.headers.get('access-control-allow-origin')));
        assert.match(answer.headers.get('access-control-allow-methods'), new RegExp(method));
        const headers = answer.headers.get('access-control-allow-headers').toLowerCase();
        for (const name of ['authorization', 'content-type', 'customer-id']) assert.ok(headers.includes(name), name);
      });
    }

    test('a browser may read every error', async () => {
      const errors = {
        401: () =>
          post('/whoami', undefined, { origin: ORIGIN }).then(() =>
            world.request('GET', '/whoami', { headers: { origin: ORIGIN } }),
          ),
        404: () => post('/resync_file', { file_id: 2_000_000_000 }, { origin: ORIGIN, ...world.asCustomer(customer) }),
        422: () => post('/resync_file', {}, { origin: ORIGIN, ...world.asCustomer(customer) }),
        501: () => post('/upload_text', {}, { origin: ORIGIN, ...world.asCustomer(customer) }),
      };
      for (const [status, ask] of Object.entries(errors)) {
        const answer = await ask();
        assert.equal(answer.status, Number(status));
        assert.ok(['*', ORIGIN].includes(answer.headers.get('access-control-allow-origin')), status);
        assert.ok('detail' in answer.json(), status);
      }
    });

    test('a base URL with a slash at its end works', async () => {
      const sdk = new Carbon({ apiKey: API_KEY, customerId: customer, basePath: `${world.url}/` });
      const { data } = await sdk.files.queryUserFiles({ pagination: { limit: 1 } });
      hold(Files, data, '//user_files_v2');
    });

    test('a listing that waits says QUEUED_FOR_SYNCING, then SYNCING, then READY', async () => {
      await world.control('POST', '/faults', { fault: 'slow', always: true, delay_ms: 2000 });
      try {
        const answer = (await post('/integrations/items/sync', { data_source_id: source.id })).json();
        hold(DataSource, answer, '/integrations/items/sync');
        assert.equal(answer.sync_status, 'QUEUED_FOR_SYNCING');
        await until('it runs', 30, async () => (await world.sources(world.sdk(customer)))[0].sync_status === 'SYNCING');
      } finally {
        await world.control('DELETE', '/faults');
      }
      await world.synced(customer, source.id);
    });

    test('whatever happens to a file changes its updated_at', async () => {
      const sdk = world.sdk(customer);
      const [before] = await world.files(sdk);
      const { data: queued } = await sdk.files.resync({ file_id: before.id });
      assert.notEqual(queued.updated_at, before.updated_at);
      const ready = await until('the file is ready', 60, async () => {
        const [now] = await world.files(sdk, { ids: [before.id] });
        return now.sync_status === 'READY' && now;
      });
      assert.notEqual(ready.updated_at, queued.updated_at);
    });

    test('older clients poll GET /integrations/ for active_integrations', async () => {
      const answer = await world.request('GET', '/integrations/?include_files=false', { headers: world.asCustomer(customer) });
      assert.equal(answer.status, 200);
      const { active_integrations } = answer.json();
      assert.deepEqual(
        active_integrations.map((one) => one.id),
        [source.id],
      );
      for (const field of [
        'data_source_type',
        'data_source_external_id',
        'sync_status',
        'last_synced_at',
        'last_sync_action',
        'source_items_synced_at',
        'files_synced_at',
        'data_source_metadata',
      ]) {
        assert.ok(field in active_integrations[0], field);
      }
    });

    test('older clients delete by DELETE /deletefile/{file_id}', async () => {
      const sdk = world.sdk(customer);
      const [file] = await world.files(sdk);
      const answer = await world.request('DELETE', `/deletefile/${file.id}`, { headers: world.asCustomer(customer) });
      assert.deepEqual([answer.status, answer.json()], [200, { success: true }]);
      assert.deepEqual(await world.files(sdk, { ids: [file.id] }), []);
    });

    test(
      'the SDK waits when it asks too much, and then gets its answer',
      { skip: !setting.slow && 'only with --slow' },
      async () => {
        const headers = world.asCustomer('in-a-hurry');
        const ask = () => post('/user_data_sources', {}, headers);
        let refused;
        while (!refused) refused = (await Promise.all(Array.from({ length: 50 }, ask))).find(({ status }) => status === 429);
        assert.ok(Number(refused.headers.get('retry-after')) >= 1);
        assert.equal(typeof refused.json().detail, 'string');
        const { data } = await world.sdk('in-a-hurry').dataSources.queryUserDataSources({});
        hold(DataSources, data, '/user_data_sources');
      },
    );
  });
}
