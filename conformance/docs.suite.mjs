// The program that docs/first-application.md shows, put together and run as a reader does.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { API_KEY } from './lib/world.mjs';

const PAGE = new URL('../docs/first-application.md', import.meta.url);
const TESTED = /<!-- tested -->\s*```js\n\/\/ (\S+\.mjs)\n(.*?)```/gs;
const CUSTOMER = 'demo-customer';

export default function docsSuite(setting) {
  describe('docs', () => {
    const folder = join(setting.target, 'first-application');
    const run = async (file, ...words) => {
      const environment = { ...process.env, URL: setting.world.url, KEY: API_KEY };
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, file), ...words], { env: environment });
      return stdout;
    };

    before(() => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const [, name, text] of readFileSync(PAGE, 'utf8').matchAll(TESTED)) writeFileSync(join(folder, name), text);
    });

    test('the link to connect leads to the log-in of the org', async () => {
      assert.match(await run('connect.mjs'), /^http\S+\/services\/oauth2\/authorize\?/);
    });

    test('waiting ends when everything is there, and a question then finds passages with their sources', async () => {
      await setting.world.connect(CUSTOMER);
      await run('wait.mjs');

      const files = await setting.world.files(setting.world.sdk(CUSTOMER), {}, { order_by: 'id' });
      assert.ok(files.length > 0 && files.every((file) => file.sync_status === 'READY'));
      const { data } = await setting.world.sdk(CUSTOMER).embeddings.getDocuments({ query: files[0].name, k: 1, hybrid_search: true });
      const shown = await run('ask.mjs', files[0].name);
      assert.ok(shown.includes(`Question: ${files[0].name}`));
      assert.ok(shown.includes(`[1] ${data.documents[0].source}\n${data.documents[0].source_url}\n`));
    });
  });
}
