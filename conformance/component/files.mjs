// What an end user does with the files of an account.

import assert from 'node:assert/strict';
import { PUBLISHED } from '../lib/corpus.mjs';
import { until } from '../lib/process.mjs';

export function fileStories(stage, story) {
  const open = async (visitor, person) => {
    await stage.world.connected(person);
    await visitor.reload();
    await visitor.begin();
    await visitor.rowCount(20);
  };

  story('"Add more files" opens a window that syncs again without a log-in', 'adder', async (visitor, person) => {
    await open(visitor, person);
    const window = await visitor.windowAfter(() => visitor.button('Add more files').click());
    await window.getByRole('heading', { name: 'The account is being synced' }).waitFor();
    await visitor.picture('sync window', window);
    await window.close();
    const [updated] = await visitor.told('UPDATE');
    assert.equal(updated.data.files_synced, true);
    await visitor.rowCount(20);
  });

  story('a file is synced again, and shows how it stands', 'refresher', async (visitor, person) => {
    await open(visitor, person);
    const name = 'Setup v2.0';
    await visitor.search('setup v2');
    await visitor.rowCount(1);
    await visitor.select(name);
    await visitor.picture('selected');
    await visitor.button('Resync 1 file').click();
    await visitor.see('Selected files queued successfully for resync');
    await visitor.picture('queued');
    await visitor.allReady();
  });

  story(
    'a file that cannot be synced now is said to be not ready',
    'hasty',
    async (visitor, person) => {
      await open(visitor, person);
      const sdk = stage.world.sdk(person);
      const [file] = await stage.world.files(sdk, { name: 'Setup v2.0' });
      await stage.world.control('POST', '/faults', { fault: 'slow', always: true, delay_ms: 15_000 });
      try {
        await sdk.files.resync({ file_id: file.id });
        await visitor.search('setup v2');
        await visitor.rowCount(1);
        await visitor.select('Setup v2.0');
        await visitor.button('Resync 1 file').click();
        await visitor.see('File not ready to be resynced');
        await visitor.picture('not ready');
      } finally {
        await stage.world.control('DELETE', '/faults');
      }
    },
    { expected: [/status of 409/] },
  );

  story('files are deleted, and stay away', 'cleaner', async (visitor, person) => {
    await open(visitor, person);
    await visitor.search('toaster');
    await visitor.rowCount(3);
    await visitor.select('Cleaning the Brisk toaster');
    await visitor.select('Resetting the Brisk toaster');
    await visitor.button('Delete 2 files').click();
    await visitor.see('Your files have been queued for deletion!');
    await visitor.rowCount(1);
    await visitor.picture('deleted');
    await until(
      'the files are gone',
      30,
      async () => (await stage.world.files(stage.world.sdk(person))).length === PUBLISHED - 2,
    );
    await visitor.search('');
    await visitor.rowCount(20);
    await visitor.search('toaster');
    await visitor.rowCount(1);
  });
}
