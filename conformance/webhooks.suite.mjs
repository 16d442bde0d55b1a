// What is delivered to a receiver, checked as Carbon's published verifiers check it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Event } from './contract/events.mjs';
import { faults } from './lib/check.mjs';
import { PUBLISHED } from './lib/corpus.mjs';
import { deny } from './lib/end-user.mjs';
import { until } from './lib/process.mjs';
import { Receiver, bodyOf, verify } from './lib/webhooks.mjs';
import { DOMAIN } from './lib/world.mjs';

/** The public sample of the verifiers: key, time, body and both digests. */
const SAMPLE = {
  key: 'aa76aee859f223451fd9bfb37ce893a0',
  body: String.raw`{"payload": "{\"webhook_type\": \"FILES_CREATED\", \"obj\": {\"object_type\": \"FILE_LIST\", \"object_id\": [\"46654\"], \"additional_information\": \"null\"}, \"customer_id\": \"satvik\", \"timestamp\": \"1721392406\"}"}`,
  headers: {
    'carbon-signature': 't=1721392406,v1=aa2273ab64bb9162e7e7983a9cd7ab9f90d686691b1fd25c577991ad42c53fc1',
    'carbon-signature-compact': 't=1721392406,v2=42a86d4083fee090b5a0800a91e82fb389f0bed4da757d07ee8ba97485194e59',
  },
};

export default function webhooksSuite(setting) {
  describe('webhooks', () => {
    const customer = 'observed';
    let world;
    let receiver;
    let webhook;
    let source;
    before(async () => {
      world = setting.world;
      receiver = await Receiver.open();
      webhook = (await world.sdk().webhooks.addUrl({ url: receiver.url })).data;
    });
    after(async () => {
      if (webhook) await world.sdk().webhooks.deleteUrl({ webhookId: webhook.id });
      await receiver?.close();
    });
    const came = (type, matching) => receiver.event(customer, type, matching);
    const of = (type) => receiver.events(customer).filter((event) => event.webhook_type === type);

    test('the verifier accepts the public sample, and nothing else', () => {
      assert.equal(verify(SAMPLE, SAMPLE.key), undefined);
      assert.match(verify({ ...SAMPLE, body: SAMPLE.body.replace('46654', '46655') }, SAMPLE.key), /does not hold/);
      assert.match(verify(SAMPLE, SAMPLE.key.replace('aa', 'ab')), /does not hold/);
      assert.match(verify({ ...SAMPLE, headers: {} }, SAMPLE.key), /missing/);
    });

    test('a connection tells of the account, its files and their end', async () => {
      source = await world.connected(customer, { request_id: 'observed-request' });
      const id = String(source.id);
      const sameSource = ({ obj }) => obj.object_type === 'DATA_SOURCE' && obj.object_id === id;
      await came('ADD', sameSource);
      await came('DATA_SOURCE_READY', sameSource);

      const upload = ({ obj }) => obj.object_type === 'UPLOAD_REQUEST_ID' && obj.object_id === 'observed-request';
      const queued = await came('ALL_UPLOADED_FILES_QUEUED', upload);
      assert.equal(queued.obj.additional_information.request_id, 'observed-request');
      assert.notEqual(queued.obj.additional_information.upload_id ?? '', '');
      await came('ALL_FILES_PROCESSED', upload);

      const files = (await world.files(world.sdk(customer))).map((file) => String(file.id)).sort();
      const created = of('FILES_CREATED').flatMap((event) => event.obj.object_id);
      assert.deepEqual([...created].sort(), files);
      for (const type of ['FILE_SYNCING', 'FILE_READY']) {
        await until(`${type} came for each file`, 60, () => of(type).length >= PUBLISHED);
        assert.deepEqual(
          of(type)
            .map((event) => event.obj.object_id)
            .sort(),
          files,
          `${type} came once for each file`,
        );
      }
      const { additional_information: told } = of('FILE_READY')[0].obj;
      assert.deepEqual([told.is_resync.toLowerCase(), told.request_id], ['false', 'observed-request']);
    });

    test('what is told of one file comes in the order in which it happened', () => {
      const [id] = of('FILES_CREATED')[0].obj.object_id;
      const about = receiver
        .events(customer)
        .filter(({ obj }) => obj.object_type !== 'DATA_SOURCE' && [obj.object_id].flat().includes(id));
      assert.deepEqual(
        about.map((event) => event.webhook_type),
        ['FILES_CREATED', 'FILE_SYNCING', 'FILE_READY'],
      );
    });

    test('syncing again, cancelling and revoking are told', async () => {
      const sdk = world.sdk(customer);
      const sameSource = ({ obj }) => obj.object_id === String(source.id);
      const [file] = await world.files(sdk);
      await sdk.files.resync({ file_id: file.id });
      const ready = await came(
        'FILE_READY',
        ({ obj }) => obj.object_id === String(file.id) && /true/i.test(obj.additional_information.is_resync),
      );
      assert.equal(ready.obj.object_type, 'FILE');
      await sdk.integrations.syncFiles({ data_source_id: source.id, ids: [file.external_file_id] });
      await came('UPDATE', sameSource);
      await world.synced(customer, source.id);
      assert.equal(of('FILES_CREATED').flatMap((event) => event.obj.object_id).length, PUBLISHED, 'files are created once');

      const { data } = await sdk.integrations.getOauthUrl({
        service: 'SALESFORCE',
        salesforce_domain: DOMAIN,
        connecting_new_account: true,
      });
      await deny(data.oauth_url);
      await came('CANCEL');
      await sdk.dataSources.revokeAccessToken({ data_source_id: source.id });
      await came('REVOKE', sameSource);
    });

    test('a deletion is told when it is asked to be', async () => {
      const sdk = world.sdk(customer);
      const [silent, told] = await world.files(sdk);
      await sdk.files.deleteV2({ filters: { ids: [silent.id] } });
      await sdk.files.deleteV2({ filters: { ids: [told.id] }, send_webhook: true });
      await came('FILE_DELETED', ({ obj }) => obj.object_id === String(told.id));
      assert.ok(!of('FILE_DELETED').some(({ obj }) => obj.object_id === String(silent.id)));
    });

    test('what a limit of files holds back is told: the articles by name, and once that the customer is at the limit', async () => {
      const limited = 'limited-in-files';
      const request_id = 'limited-request';
      await world.sdk().users.updateUsers({ customer_ids: [limited], max_files: 5 });
      await world.connected(limited, { request_id });

      const { obj } = await receiver.event(limited, 'FILES_SKIPPED');
      const { upload_id, items } = obj.additional_information;
      assert.equal(items.split(', ').length, PUBLISHED - 5);
      const told = { reason: 'the limit of 5 files is reached', request_id, upload_id };
      await receiver.exactly(limited, 'FILES_SKIPPED', {
        object_type: 'FILE_LIST',
        object_id: [],
        additional_information: { items, ...told },
      });
      const user = (await world.sdk().users.get({ customer_id: limited })).data;
      await receiver.exactly(limited, 'FILE_SYNC_LIMIT_REACHED', {
        object_type: 'ORGANIZATION_USER',
        object_id: String(user.id),
        additional_information: told,
      });
      assert.equal(
        receiver.events(limited).filter(({ webhook_type }) => webhook_type === 'FILE_SYNC_LIMIT_REACHED').length,
        1,
      );
      assert.equal((await world.files(world.sdk(limited))).length, 5);
    });

    test('a file with too many characters is an error and is skipped, with the reason', async () => {
      const limited = 'limited-in-characters';
      await world.sdk().users.updateUsers({ customer_ids: [limited], max_characters_per_file: 10 });
      const { id: data_source_id } = await world.connected(limited, { sync_files_on_connection: false });
      const { data } = await world.sdk(limited).integrations.listDataSourceItems({ data_source_id, pagination: { limit: 1 } });
      await world
        .sdk(limited)
        .integrations.syncFiles({ data_source_id, ids: [data.items[0].external_id], request_id: 'long' });

      const { obj } = await receiver.event(limited, 'FILES_SKIPPED');
      const [file] = await world.files(world.sdk(limited));
      assert.equal(file.sync_status, 'SYNC_ERROR');
      const reason = 'it has more than the 10 characters that one file may have';
      assert.equal(file.sync_error_message, reason);
      await receiver.exactly(limited, 'FILE_ERROR', {
        object_type: 'FILE',
        object_id: String(file.id),
        additional_information: { is_resync: 'false', reason, request_id: 'long' },
      });
      await receiver.exactly(limited, 'FILES_SKIPPED', {
        object_type: 'FILE_LIST',
        object_id: [String(file.id)],
        additional_information: { reason, request_id: 'long', upload_id: obj.additional_information.upload_id },
      });
    });

    test('a file that waits because Salesforce allows no more calls is told of', async () => {
      const throttled = 'throttled';
      const { id: data_source_id } = await world.connected(throttled, { sync_files_on_connection: false });
      const sdk = world.sdk(throttled);
      const { data } = await sdk.integrations.listDataSourceItems({ data_source_id, pagination: { limit: 1 } });
      await world.control('POST', '/faults', { fault: 'daily_limit', on: ['retrieve'], times: 1 });
      try {
        await sdk.integrations.syncFiles({ data_source_id, ids: [data.items[0].external_id] });
        const { obj } = await receiver.event(throttled, 'RATE_LIMIT_ERROR');
        const [file] = await world.files(sdk);
        await receiver.exactly(throttled, 'RATE_LIMIT_ERROR', {
          object_type: 'FILE',
          object_id: String(file.id),
          additional_information: { reason: obj.additional_information.reason },
        });
        assert.match(obj.additional_information.reason, /could not fetch .*daily API requests are used up/);
        assert.equal(file.sync_status, 'QUEUED_FOR_SYNC', 'it waits, and is no error');
      } finally {
        await world.control('DELETE', '/faults');
        await sdk.integrations.cancel({ data_source_id });
      }
    });

    test('statistics are told of when they are summed up', async () => {
      await world.sdk().organizations.updateStats();

      await receiver.exactly('null', 'FILE_STATISTICS_AGGREGATED', {
        object_type: 'NONE',
        object_id: 'null',
        additional_information: 'null',
      });
    });

    test('a deleted customer is told of when nothing of theirs is left', async () => {
      const { id } = (await world.sdk().users.get({ customer_id: 'limited-in-files' })).data;
      await world.sdk().users.delete({ customer_ids: ['limited-in-files'] });

      await receiver.exactly('limited-in-files', 'ORGANIZATION_USER_DELETED', {
        object_type: 'ORGANIZATION_USER',
        object_id: String(id),
        additional_information: 'null',
      });
    });

    test('every delivery is signed, in the form of the contract, and in ASCII', () => {
      assert.ok(receiver.deliveries.length > 2 * PUBLISHED);
      for (const delivery of receiver.deliveries) {
        assert.equal(verify(delivery, webhook.signing_key), undefined, delivery.body);
        assert.equal(delivery.method, 'POST');
        assert.match(delivery.headers['content-type'], /^application\/json/);
        assert.match(delivery.body, /^\{"payload": "[\x20-\x7e]*"\}$/);
        const event = JSON.parse(JSON.parse(delivery.body).payload);
        assert.deepEqual(faults(Event, event), []);
        assert.equal(delivery.body, bodyOf(event));
        assert.ok(delivery.headers['carbon-signature'].startsWith(`t=${event.timestamp},`));
      }
    });

    test(
      'a delivery that is not answered with 200 comes again, the same',
      { skip: !setting.slow && 'only with --slow' },
      async () => {
        receiver.status = 500;
        const start = receiver.deliveries.length;
        await world.authorize(customer);
        await until('a delivery failed', 60, () => receiver.deliveries.length > start);
        receiver.status = 200;
        const [first] = receiver.deliveries.slice(start);
        const again = () => receiver.deliveries.slice(start + 1).find(({ body }) => body === first.body);
        await until('it comes again', 60, again);
        assert.equal(again().headers['carbon-signature'], first.headers['carbon-signature']);
        assert.ok(again().at - first.at > 5_000, 'not at once');
      },
    );
  });
}
