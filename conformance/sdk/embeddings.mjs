// Search, and chunks in and out.

import assert from 'node:assert/strict';
import { shows } from '../lib/choices.mjs';
import { claim } from '../lib/claims.mjs';
import { PUBLISHED } from '../lib/corpus.mjs';
import { until } from '../lib/process.mjs';
import { ask, refuse } from '../lib/sdk.mjs';

const SEARCH = 'embeddings.getDocuments';
const QUESTION = { query: 'how do I reset the toaster', k: 3 };

export function embeddingClaims(stage) {
  const search = async (more = {}) => (await ask(stage.byToken, SEARCH, { ...QUESTION, ...more })).documents;
  const file = async (name) => (await stage.world.files(stage.sdk, { name }))[0];

  claim(SEARCH, 'finds by meaning, best first', async () => {
    const documents = await search();
    assert.equal(documents.length, 3);
    assert.match(documents[0].content, /power button/);
    assert.equal(documents[0].source_type, 'SALESFORCE');
    assert.match(documents[0].source_url, /^https?:\/\//);
    assert.equal(documents[0].vector, null);
    const scores = documents.map((hit) => hit.score);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
  });

  claim(SEARCH, 'fuses words and meaning', async () => {
    const documents = await search({ hybrid_search: true, hybrid_search_tuning_parameters: { weight_a: 0.3, weight_b: 0.7 } });
    assert.match(documents[0].source, /Brisk toaster/);
    shows('hybrid without flags');
    await refuse(
      stage.sdk,
      SEARCH,
      { ...QUESTION, hybrid_search: true, hybrid_search_tuning_parameters: { weight_a: 0.3, weight_b: 0.3 } },
      422,
    );
  });

  claim(SEARCH, 'fills what it is asked to fill', async () => {
    const [hit] = await search({
      k: 1,
      include_tags: true,
      include_vectors: true,
      include_raw_file: true,
      include_file_level_metadata: true,
    });
    assert.equal(hit.tags.salesforce_language, 'en_US');
    assert.ok(hit.vector.length > 100);
    assert.equal((await fetch(hit.presigned_url)).status, 200);
    const [bare] = await search({ k: 1 });
    assert.equal(bare.presigned_url ?? null, null);
  });

  claim(SEARCH, 'searches by a vector alone', async () => {
    const [hit] = await search({ k: 1, include_vectors: true });
    const { documents } = await ask(stage.sdk, SEARCH, { query: '', query_vector: hit.vector, k: 1 });
    assert.equal(documents[0].file_id, hit.file_id);
    await refuse(stage.sdk, SEARCH, { query: 'both', query_vector: hit.vector, k: 1 }, 422);
    shows('vector alone');
  });

  claim([SEARCH, 'embeddings.uploadChunksAndEmbeddings'], 'refuses a vector of a length that no document has', () =>
    refuse(stage.sdk, SEARCH, { query: '', query_vector: [1, 0, 0], k: 1 }, 400),
  );

  claim(SEARCH, 'restricts to what the filters name', async () => {
    const german = await file('Entkalken');
    const all = { k: 100 };
    assert.equal(
      (await search({ ...all, file_ids: [german.id] })).every((hit) => hit.file_id === german.id),
      true,
    );
    assert.deepEqual(await search({ ...all, file_ids: [] }), []);
    assert.deepEqual(await search({ ...all, parent_file_ids: [german.id] }), []);
    assert.ok((await search({ ...all, tags: { salesforce_language: 'de' } })).every((hit) => hit.file_id === german.id));
    const tree = {
      AND: [{ key: 'salesforce_language', value: 'de', negate: true }, { OR: [{ key: 'salesforce_record_type', value: 'FAQ' }] }],
    };
    assert.ok((await search({ ...all, tags_v2: tree })).every((hit) => hit.file_id !== german.id));
    assert.deepEqual(await search({ ...all, file_types_at_source: ['TICKET'] }), []);
    assert.ok((await search({ ...all, file_types_at_source: ['ARTICLE'] })).length > 0);
    assert.deepEqual(await search({ ...all, media_type: 'IMAGE' }), []);
    assert.ok(
      (
        await search({
          ...all,
          media_type: 'TEXT',
          embedding_model: 'OPENAI',
          high_accuracy: true,
          exclude_cold_storage_files: true,
        })
      ).length > 0,
    );
  });

  claim(SEARCH, 'refuses what it cannot do', async () => {
    await refuse(stage.sdk, SEARCH, { ...QUESTION, tags_v2: { AND: [], OR: [] } }, 422);
    await refuse(stage.sdk, SEARCH, { ...QUESTION, rerank: { model: 'COHERE_RERANK_MULTILINGUAL_V3' } }, 400);
    shows('no reranker');
    const detail = await refuse(stage.sdk, SEARCH, { ...QUESTION, embedding_model: 'COHERE_MULTILINGUAL_V3' }, 400);
    assert.match(detail, /not configured/);
    shows('unconfigured model');
  });

  claim('embeddings.getEmbeddingsAndChunks', 'exports the chunks of a file', async () => {
    const filters = { user_file_id: (await file('Setup v2.0')).id };
    const asked = { filters, order_by: 'chunk_index', include_vectors: true };
    const { results, count } = await ask(stage.byToken, 'embeddings.getEmbeddingsAndChunks', asked);
    assert.equal(count, results.length);
    assert.match(results[0].source_content, /asks for the network first/);
    assert.ok(results[0].embedding.length > 100);
    const bare = await ask(stage.sdk, 'embeddings.getEmbeddingsAndChunks', { filters });
    assert.equal(bare.results[0].embedding ?? null, null);
  });

  claim('embeddings.getEmbeddingsAndChunks', 'has no vectors of a language that the embedder does not know', async () => {
    const german = await file('Entkalken');
    const asked = { filters: { user_file_id: german.id }, include_vectors: true };
    const { results } = await ask(stage.sdk, 'embeddings.getEmbeddingsAndChunks', asked);
    assert.deepEqual(
      results.map((chunk) => chunk.embedding),
      [null],
    );
    const [hit] = await search({ query: 'Essig und Wasser', hybrid_search: true });
    assert.equal(hit.file_id, german.id);
    shows('lexical languages');
  });

  claim('embeddings.list', 'exports the chunks of many files', async () => {
    const { count } = await ask(stage.sdk, 'embeddings.list', {
      filters: { organization_user_data_source_id: [stage.source.id] },
      pagination: { limit: 5 },
    });
    assert.ok(count >= PUBLISHED);
  });

  claim('embeddings.uploadChunksAndEmbeddings', 'replaces the chunks of a file', async () => {
    const [target] = await stage.world.files(stage.deleter, { sync_statuses: ['READY'], name: 'Warranty of the Haven' });
    const chunk = 'The quarterly flamingo census counts only pink birds.';
    await ask(stage.deleter, 'embeddings.uploadChunksAndEmbeddings', {
      embedding_model: 'OPENAI',
      chunks_and_embeddings: [
        { file_id: target.id, chunk_size: 100, chunk_overlap: 0, chunks_and_embeddings: [{ chunk_number: 1, chunk }] },
      ],
      overwrite_existing: true,
      chunks_only: true,
    });
    const found = await until('the uploaded chunk is found', 60, async () => {
      const { documents } = await ask(stage.deleter, SEARCH, { query: 'flamingo census', k: 1 });
      return documents[0]?.content.includes('flamingo') && documents[0];
    });
    assert.equal(found.file_id, target.id);
  });
}
