// How the server behaves where it deliberately differs from Carbon, or where Carbon's behaviour is not known. A test says
// `shows(name)` where it proves one; what is not shown fails.

export const CHOICES = {
  'default embedder': [
    'Without credentials of OpenAI, `OPENAI` means the embedder of the server, named in `embedding_properties.OPENAI.model`.',
    'every client sends `OPENAI` unasked',
  ],
  'unconfigured model': [
    'Another `embedding_model` that is not configured is 400, also in a search.',
    'an empty answer would look like no match',
  ],
  'lexical languages': [
    'Articles in a language that the embedder does not know have no vectors; hybrid search finds them by their words.',
    'vectors of a language that a model never learned mislead',
  ],
  'hybrid without flags': [
    '`hybrid_search` needs neither `generate_sparse_vectors` nor the `sparse_vectors` feature.',
    'every text is indexed by its words anyway',
  ],
  'no reranker': [
    'A `rerank` whose model is not configured is 400; one that fails leaves the order alone, which `X-Allotrope-Rerank` tells.',
    'what could never come is an error; what did not come this time is not',
  ],
  'vector alone': ['`query_vector` alone is enough; both together are 422.', 'the contract requires `query` and forbids both'],
  'empty list': [
    'An empty list in a filter keeps nothing; null or absence restricts nothing.',
    '`file_ids: []` must not search everything',
  ],
  'unrestricted deletion': [
    '`/delete_files_v2` and `/delete_files` refuse to delete without a restriction, 422.',
    'deleting everything is a mistake more often than a wish',
  ],
  'cold storage': [
    'Cold-storage calls check the request, change nothing and answer `true`.',
    'articles were never in cold storage',
  ],
  'reserved tags': [
    'Tag keys under `salesforce_` are the server’s own.',
    'they hold language, channels, record type and categories',
  ],
  'limit clamped': ['A `limit` above the maximum means the maximum.', 'a client in use asks for 10,000'],
  'domain in a sentence': [
    'A domain that is not of Salesforce is 422 with a sentence, not with a list.',
    'the component writes `detail` into a page',
  ],
  'update after listing': [
    '`last_sync_action` of a new account turns to UPDATE when all its files were queued.',
    'the component fills its list of files on that only',
  ],
  'revoked keeps files': [
    'Disconnecting an account keeps its files and its listing; syncing it is 400.',
    'only the right to read the org goes',
  ],
  'tag filters': ['`tags` of a data source filter may be a tree like `tags_v2` or flat.', 'both are in use'],
  'not served': [
    'Other sources, uploads, web pages, CRM and billing are 501, and `detail` names what is served.',
    'this server serves Salesforce Knowledge',
  ],
};
