// Connecting, disconnecting and syncing accounts.

import assert from 'node:assert/strict';
import { PUBLISHED } from '../lib/corpus.mjs';
import { until } from '../lib/process.mjs';
import { DOMAIN } from '../lib/world.mjs';

/** What Chromium itself says of an answer that is an error. */
const REFUSED = /status of 4\d\d/;

export function accountStories(stage, story) {
  story(
    'an end user connects an org, whose articles fill the list of files',
    'newcomer',
    async (visitor) => {
      await visitor.begin();
      await visitor.see('No account connected');
      await visitor.picture('no account');
      // The org is slow, so that the account appears before its files.
      await stage.world.control('POST', '/faults', { fault: 'slow', on: ['query'], always: true, delay_ms: 10_000 });
      assert.match(await visitor.connect(`https://${DOMAIN}/`), /The account is connected/);

      const [added] = await visitor.told('ADD');
      assert.deepEqual([added.integration, added.data.data_source_external_id.split('|').length], ['SALESFORCE', 3]);
      assert.match(added.data.request_id, /^cc-/);
      await visitor.see('Synced Files');
      await visitor.picture('account appeared');
      await stage.world.control('DELETE', '/faults');
      await visitor.rowCount(20);
      const [updated] = await visitor.told('UPDATE');
      assert.equal(updated.data.files_synced, true);
      await visitor.picture('files in work');
      await visitor.allReady();
      await visitor.picture('files');
      await visitor.scrollToEnd(PUBLISHED);
      await visitor.search('setup v2');
      await visitor.rowCount(1);
      await visitor.row('Setup v2.0').waitFor();
    },
    { slow: false },
  );

  story(
    'a token that expired is renewed once a call, and nobody notices',
    'sleeper',
    async (visitor) => {
      await visitor.begin();
      await visitor.see('No account connected');
      const paths = ['/auth/v1/white_labeling', '/whoami', '/user_data_sources'];
      await until('each call was made again', 30, () => paths.every((path) => visitor.callsOf(path).length >= 2));
      for (const path of paths) {
        const [first, second, ...later] = visitor.callsOf(path);
        assert.deepEqual([first.status, second.status], [401, 200], path);
        assert.ok(
          later.every(({ status }) => status === 200),
          path,
        );
      }
      assert.equal(await visitor.tokensFetched(), 4);
      assert.match(
        visitor.callsOf('/whoami')[1].authorization,
        /^Token .+, Token .+$/,
        'the retry carries both tokens in one header',
      );
    },
    { slow: false, wishes: { expired: true }, expected: [REFUSED] },
  );

  story('who denies sees so, and stays unconnected', 'denier-in-person', async (visitor) => {
    await visitor.begin();
    await visitor.button('Connect Account').click();
    assert.match(await visitor.nameOrg(DOMAIN, 'Deny'), /was not connected/);
    const { results } = (await stage.world.sdk('denier-in-person').dataSources.queryUserDataSources({})).data;
    assert.deepEqual(results, []);
  });

  story(
    'a domain that is not of Salesforce is refused in words, in the window that was opened',
    'mistyper',
    async (visitor) => {
      await visitor.begin();
      await visitor.button('Connect Account').click();
      await visitor.fillDomain('acme.my.salesforce.com.example.org');
      const window = await visitor.windowAfter(() => visitor.button('Submit').click());
      await window.waitForFunction(() => !/^(Loading\.\.\.)?$/.test(document.body.innerText));
      await visitor.picture('refused domain', window);
      const text = await window.innerText('body');
      assert.match(text, /my\.salesforce\.com/);
      assert.doesNotMatch(text, /object Object/);
    },
    { expected: [REFUSED] },
  );

  story('an account is synced again, and the sync is cancelled', 'impatient', async (visitor, person) => {
    await stage.world.connected(person);
    await visitor.reload();
    await visitor.begin();
    await visitor.rowCount(20);
    await visitor.choose('Re-sync account');
    await visitor.see('Your connection is being synced');
    await visitor.picture('synced again');
    const [source] = await stage.world.sources(stage.world.sdk(person));
    await stage.world.synced(person, source.id);

    await stage.world.control('POST', '/faults', { fault: 'slow', always: true, delay_ms: 5000 });
    try {
      await visitor.choose('Re-sync account');
      await visitor.openSettings();
      await visitor.menu('Cancel sync').waitFor();
      await visitor.picture('while syncing');
      await visitor.menu('Cancel sync').click();
      await visitor.see('Your sync has been cancelled');
      const [cancelled] = await visitor.told('CANCEL');
      assert.equal(cancelled.data.sync_status, 'READY');
    } finally {
      await stage.world.control('DELETE', '/faults');
    }
  });

  story('an account is disconnected, and connected again', 'returner', async (visitor, person) => {
    await stage.world.connected(person);
    await visitor.reload();
    await visitor.begin();
    await visitor.rowCount(20);
    await visitor.choose('Disconnect account');
    await visitor.see('Are you sure');
    await visitor.picture('are you sure');
    await visitor.button('Disconnect account').click();
    await visitor.see('No account connected');
    await visitor.picture('disconnected');

    await visitor.connect(DOMAIN);
    await visitor.told('ADD');
    await visitor.rowCount(20);
  });

  story(
    'accounts without their files are synced again and disconnected in bulk',
    'accountant',
    async (visitor, person) => {
      await stage.world.connected(person);
      await visitor.reload();
      await visitor.begin();
      await visitor.see('My Accounts');
      await visitor.picture('accounts');
      await visitor.page.getByRole('checkbox').last().click();
      await visitor.button('Disconnect').last().click();
      await visitor.see('1 succeeded, 0 failed');
      await visitor.see('No account connected');
    },
    { wishes: { accountsOnly: true } },
  );
}
