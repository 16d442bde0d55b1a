// The component's own picker of files, `useCarbonFilePicker`.

import assert from 'node:assert/strict';
import { PUBLISHED } from '../lib/corpus.mjs';
import { until } from '../lib/process.mjs';
import { DOMAIN } from '../lib/world.mjs';

export function pickerStories(stage, story) {
  const wishes = { picker: true };

  story(
    'an end user picks articles, and only these are synced',
    'picker',
    async (visitor, person) => {
      await visitor.begin();
      await visitor.connect(DOMAIN);
      await visitor.see('Select files to sync');
      await visitor.rowCount(20);
      await visitor.picture('picker');
      await visitor.scrollToEnd(PUBLISHED);
      await visitor.search('toaster');
      await visitor.rowCount(3);
      await visitor.search('setup');
      await visitor.rowCount(1);
      await visitor.select('Setup v2.0');
      await visitor.button('Upload 1 file(s)').waitFor();
      await visitor.search('');
      await visitor.rowCount(20);
      await visitor.select('Cleaning the Aurora kettle');
      await visitor.picture('picked');
      await visitor.button('Upload 2 file(s)').click();
      await visitor.see('Files successfully queued for sync!');

      await visitor.button('View synced files').click();
      await visitor.rowCount(2);
      await visitor.allReady();
      const files = await stage.world.files(stage.world.sdk(person));
      assert.deepEqual(files.map((file) => file.name).sort(), ['Cleaning the Aurora kettle', 'Setup v2.0']);
      assert.ok(files.every((file) => file.tags.origin === 'component' && file.request_id.startsWith('cc-')));
      const [updated] = await visitor.told('UPDATE');
      assert.equal(updated.data.files_synced, true);
      await visitor.button('Add more files').click();
      await visitor.see('Select files to sync');
    },
    { wishes },
  );

  story(
    'an article that is published while the picker is open appears after a sync',
    'watcher',
    async (visitor, person) => {
      await stage.world.connected(person, { sync_files_on_connection: false });
      await visitor.reload();
      await visitor.begin();
      await visitor.rowCount(20);
      await stage.world.control('POST', '/articles', { id: 'appearing', title: 'AAA appears', html: '<p>News.</p>' });
      try {
        await visitor.choose('Re-sync account');
        await visitor.row('AAA appears').waitFor();
        await visitor.picture('appeared');
      } finally {
        await stage.world.control('POST', '/articles/appearing/archive', {});
      }
      await visitor.choose('Re-sync account');
      await until('the article is gone', 60, async () => (await visitor.row('AAA appears').count()) === 0);
    },
    { wishes },
  );
}
