// Files: listing, content, tags, syncing one again, deleting.

import assert from 'node:assert/strict';
import { shows } from '../lib/choices.mjs';
import { claim } from '../lib/claims.mjs';
import { PUBLISHED } from '../lib/corpus.mjs';
import { until } from '../lib/process.mjs';
import { ask, refuse } from '../lib/sdk.mjs';

/** Not the order in which they were processed, which is another each time. */
const AS_LISTED = { order_by: 'id', order_dir: 'asc' };

export function fileClaims(stage) {
  const list = (request) => ask(stage.sdk, 'files.queryUserFiles', request);
  const all = () => stage.world.files(stage.deleter, {}, AS_LISTED);
  const one = async (name) => (await list({ filters: { name } })).results[0];

  claim('files.queryUserFiles', 'answers what ingestion clients need of a file', async () => {
    const { results } = await list({
      filters: { name: 'Setup v2.0' },
      include_raw_file: true,
      include_parsed_text_file: true,
      include_additional_files: true,
    });
    const [file] = results;
    assert.equal(file.name, 'Setup v2.0');
    assert.equal(file.source, 'SALESFORCE');
    assert.match(file.external_file_id, /^kA\w{16}:en_US$/);
    assert.match(file.external_url, /^https?:\/\//);
    assert.notEqual(file.source_created_at, null);
    assert.deepEqual([file.supports_cold_storage, file.embedding_storage_status], [false, 'HOT_STORAGE']);
    for (const field of ['file_format', 'file_size', 'mime_type', 'num_characters', 'num_tokens', 'num_embeddings']) {
      assert.notEqual(file.file_statistics[field] ?? null, null, field);
    }
    assert.equal(file.file_statistics.file_format, 'SALESFORCE');
    assert.notEqual(file.embedding_properties.OPENAI.model, 'OPENAI');
    shows('default embedder');

    const raw = await fetch(file.presigned_url);
    assert.equal(raw.status, 200);
    assert.match(await raw.text(), /Version 2\.0 asks for the network first/);
    const parsed = await fetch(file.parsed_text_url);
    assert.equal(parsed.status, 200);
    assert.match(await parsed.text(), /Version 2\.0 asks for the network first/);
  });

  claim('files.queryUserFiles', 'pages through everything once, in every order', async () => {
    for (const order_by of ['created_at', 'updated_at', 'name', 'last_sync', 'file_size', 'id']) {
      for (const order_dir of ['asc', 'desc']) {
        const ids = new Set();
        for (let offset = 0; offset < PUBLISHED; offset += 10) {
          const { results, count } = await ask(stage.byToken, 'files.queryUserFiles', {
            order_by,
            order_dir,
            pagination: { limit: 10, offset },
          });
          assert.equal(count, PUBLISHED);
          results.forEach((file) => ids.add(file.id));
        }
        assert.equal(ids.size, PUBLISHED, `${order_by} ${order_dir}`);
      }
    }
  });

  claim('files.queryUserFiles', 'starts after an id and clamps a limit that is too large', async () => {
    const { results } = await list({ order_by: 'id', pagination: { limit: 10_000 } });
    assert.equal(results.length, PUBLISHED);
    shows('limit clamped');
    const later = await list({ order_by: 'id', pagination: { limit: 3, starting_id: results[4].id } });
    assert.deepEqual(
      later.results.map((file) => file.id),
      results.slice(5, 8).map((file) => file.id),
    );
  });

  claim('files.queryUserFiles', 'filters', async () => {
    const file = await one('Setup v2.0');
    const ofUpload = (await stage.world.files(stage.sdk)).filter((other) => other.upload_id === file.upload_id).length;
    const count = async (filters) => (await list({ filters })).count;
    const found = {
      'source: one': [{ source: 'SALESFORCE' }, PUBLISHED],
      'source: several': [{ source: ['SALESFORCE', 'NOTION'] }, PUBLISHED],
      'source: another': [{ source: 'NOTION' }, 0],
      'name: a part, in any case': [{ name: 'sETUP' }, 1],
      ids: [{ ids: [file.id] }, 1],
      'ids as texts': [{ ids: [String(file.id)] }, 1],
      'no ids': [{ ids: [] }, 0],
      external_file_ids: [{ external_file_ids: [file.external_file_id] }, 1],
      sync_statuses: [{ sync_statuses: ['READY'] }, PUBLISHED],
      'sync_statuses: another': [{ sync_statuses: ['SYNC_ERROR'] }, 0],
      organization_user_data_source_id: [{ organization_user_data_source_id: [stage.source.id] }, PUBLISHED],
      embedding_generators: [{ embedding_generators: ['OPENAI'] }, PUBLISHED],
      'embedding_generators: another': [{ embedding_generators: ['COHERE_MULTILINGUAL_V3'] }, 0],
      root_files_only: [{ root_files_only: true }, PUBLISHED],
      non_synced_only: [{ non_synced_only: true }, 0],
      request_ids: [{ request_ids: ['nobody-asked'] }, 0],
      upload_ids: [{ upload_ids: [file.upload_id] }, ofUpload],
      'sync_error_message: none': [{ sync_error_message: '' }, PUBLISHED],
      'sync_error_message: some': [{ sync_error_message: 'failed' }, 0],
      'include_containers: off': [{ include_containers: false }, PUBLISHED],
      external_urls: [{ external_urls: [file.external_url] }, 1],
      file_types_at_source: [{ file_types_at_source: ['ARTICLE'] }, PUBLISHED],
      'file_types_at_source: another': [{ file_types_at_source: ['TICKET'] }, 0],
      tags: [{ tags: { salesforce_language: 'de' } }, 1],
      tags_v2: [{ tags_v2: { OR: [{ key: 'salesforce_language', value: ['de', 'fr'] }] } }, 1],
      'tags_v2: negated': [{ tags_v2: { AND: [{ key: 'salesforce_language', value: 'de', negate: true }] } }, PUBLISHED - 1],
    };
    for (const [title, [filters, expected]] of Object.entries(found)) assert.equal(await count(filters), expected, title);
    shows('empty list');
  });

  claim('files.queryUserFiles', 'refuses root_files_only together with parents', () =>
    refuse(stage.sdk, 'files.queryUserFiles', { filters: { root_files_only: true, parent_file_ids: [1] } }, 422),
  );

  claim('files.queryUserFilesDeprecated', 'answers the same as a bare list', async () => {
    const files = await ask(stage.sdk, 'files.queryUserFilesDeprecated', { order_by: 'name', pagination: { limit: 3 } });
    const { results } = await list({ order_by: 'name', pagination: { limit: 3 } });
    assert.deepEqual(
      files.map((file) => file.id),
      results.map((file) => file.id),
    );
  });

  claim('files.getRawFile', 'gives a link to the HTML that needs no header', async () => {
    const file = await one('Setup v2.0');
    const { presigned_url } = await ask(stage.byToken, 'files.getRawFile', { fileId: file.id });
    assert.match(await (await fetch(presigned_url)).text(), /Version 2\.0 asks/);
  });

  claim('files.getParsedFile', 'gives a link to the text', async () => {
    const file = await one('Setup v2.0');
    const { presigned_url } = await ask(stage.sdk, 'files.getParsedFile', { fileId: file.id });
    assert.match(await (await fetch(presigned_url)).text(), /Version 2\.0 asks/);
  });

  claim(['files.createUserFileTags', 'files.deleteFileTags'], 'and deleteFileTags change the tags of a file', async () => {
    const file = await one('Setup v2.0');
    const of = { organization_user_file_id: file.id };
    const tagged = await ask(stage.byToken, 'files.createUserFileTags', {
      ...of,
      tags: { colour: 'red', sizes: ['s', 'm'], level: 4 },
    });
    assert.deepEqual([tagged.tags.colour, tagged.tags.sizes, tagged.tags.level], ['red', ['s', 'm'], '4']);
    const less = await ask(stage.sdk, 'files.deleteFileTags', { ...of, tags: ['colour', 'sizes', 'level'] });
    assert.equal(less.tags.colour, undefined);
    assert.equal(less.tags.salesforce_language, 'en_US');
  });

  claim('files.createUserFileTags', 'refuses reserved keys', async () => {
    const file = await one('Setup v2.0');
    for (const key of ['db_embedding_id', 'organization_id', 'user_id', 'organization_user_file_id', 'salesforce_language']) {
      await refuse(stage.sdk, 'files.createUserFileTags', { organization_user_file_id: file.id, tags: { [key]: 'mine' } }, 422);
    }
    shows('reserved tags');
  });

  claim('files.resync', 'queues a file again, with other options', async () => {
    const file = await one('Resetting the Brisk toaster');
    const queued = await ask(stage.byToken, 'files.resync', { file_id: file.id, chunk_size: 200, chunk_overlap: 10 });
    assert.equal(queued.id, file.id);
    assert.ok(queued.updated_at > file.updated_at);
    const ready = await until('the file is ready again', 60, async () => {
      const now = await one('Resetting the Brisk toaster');
      return now.sync_status === 'READY' && now;
    });
    assert.equal(ready.chunk_size, 200);
  });

  claim('files.moveToHotStorage', 'answers a bare flag and changes nothing', async () => {
    const file = await one('Setup v2.0');
    await ask(stage.sdk, 'files.moveToHotStorage', { filters: { ids: [file.id] } });
    assert.equal((await one('Setup v2.0')).embedding_storage_status, 'HOT_STORAGE');
  });

  claim('files.modifyColdStorageParameters', 'answers a bare flag and changes nothing', async () => {
    const file = await one('Setup v2.0');
    await ask(stage.sdk, 'files.modifyColdStorageParameters', {
      filters: { ids: [file.id] },
      enable_cold_storage: true,
      hot_storage_time_to_live: 86_400,
    });
    assert.equal((await one('Setup v2.0')).supports_cold_storage, false);
    shows('cold storage');
  });

  claim('files.deleteV2', 'deletes what the component names, and nothing else', async () => {
    const sdk = stage.deleter;
    const files = await all();
    const gone = files.slice(0, 2).map((file) => file.id);
    const answer = await ask(sdk, 'files.deleteV2', { filters: { ids: gone, include_all_children: true }, send_webhook: true });
    assert.deepEqual(answer, { success: true });
    const left = await stage.world.files(sdk);
    assert.equal(left.length, files.length - 2);
    assert.ok(!left.some((file) => gone.includes(file.id)));
  });

  claim('files.deleteV2', 'keeps the record when it is asked to', async () => {
    const [file] = await all();
    await ask(stage.deleter, 'files.deleteV2', { filters: { ids: [file.id] }, preserve_file_record: true });
    const [kept] = await stage.world.files(stage.deleter, { ids: [file.id] });
    assert.equal(kept.file_contents_deleted, true);
    const { documents } = await ask(stage.deleter, 'embeddings.getDocuments', { query: file.name, k: 50 });
    assert.ok(!documents.some((hit) => hit.file_id === file.id));
  });

  claim('files.deleteV2', 'refuses to delete everything by an empty filter', async () => {
    await refuse(stage.sdk, 'files.deleteV2', {}, 422);
    await refuse(stage.sdk, 'files.deleteV2', { filters: { include_all_children: true, ids: [], name: '' } }, 422);
    await refuse(stage.sdk, 'files.deleteMany', {}, 422);
    assert.equal((await list({})).count, PUBLISHED);
    shows('unrestricted deletion');
  });

  claim('files.deleteMany', 'deletes by id and state', async () => {
    const sdk = stage.deleter;
    const gone = (await all()).at(-1).id;
    assert.deepEqual(await ask(sdk, 'files.deleteMany', { file_ids: [gone], delete_child_files: true }), { success: true });
    assert.ok(!(await stage.world.files(sdk)).some((file) => file.id === gone));
  });
}
