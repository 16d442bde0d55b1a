// Where the server deliberately says something else than the contract: in the description of itself, and in its answers. A
// difference that is not listed fails, and so does one of a description that is listed and no longer there.

export const DESCRIBED_OTHERWISE = [
  {
    differs: 'salesforce_settings: here, not in the contract',
    why: 'which articles a data source takes, and how: an addition',
  },
  {
    differs: 'parameter header authorization: in the contract, not here',
    why: 'described as credentials of the call, like those of every other call',
  },
  {
    differs: 'parameter header customer-id: in the contract, not here',
    why: 'described as credentials of the call, like those of every other call',
  },
  {
    differs: 'pagination.limit: integer in the contract, integer (minimum -1) here',
    why: 'below -1 is refused; -1 and anything above the maximum mean the maximum',
  },
  { differs: 'pagination.offset: integer in the contract, integer (minimum 0) here', why: 'a negative offset is refused' },
  { differs: 'pagination.starting_id: integer in the contract, integer (minimum 0) here', why: 'ids are positive' },
  { differs: 'chunk_size: integer in the contract, integer (minimum 1) here', why: 'a chunk holds at least one token' },
  { differs: 'chunk_overlap: integer in the contract, integer (minimum 0) here', why: 'chunks cannot lie apart' },
  {
    differs: 'request_id: string in the contract, string (maxLength 1000) here',
    why: 'every file that a request brings bears its id',
  },
  {
    differs: 'hot_storage_time_to_live: integer in the contract, integer (minimum 1) here',
    why: 'nothing is in hot storage for no time',
  },
  {
    differs: 'presigned_url_expiry_time_seconds: integer in the contract, integer (minimum 1) here',
    why: 'a link that is dead from the start is a mistake',
  },
  {
    differs: 'servicenow_credentials: record in the contract, anything here',
    why: 'ServiceNow cannot be connected; what is sent for it is not read',
  },
  {
    differs: `authentication: ${Array(16).fill('record').join(' or ')} in the contract, anything here`,
    why: 'only SALESFORCE can be connected; another source is answered 501, not 422',
  },
  {
    differs: 'tags: anything in the contract, object here',
    why: 'tags are names with values; anything else was never usable',
  },
  {
    differs: 'filters.tags: object in the contract, anything here',
    why: 'a tree like tags_v2 or a flat object',
  },
  { differs: 'tags: default {} in the contract, none here', why: 'no tags and empty tags are the same' },
  {
    differs: 'ids: list of record or list of string in the contract, list of anything (maxItems 50000) here',
    why: 'texts and objects with an id may be mixed; 50,000 at once are the limit',
  },
  {
    differs:
      'tags: map of list of boolean or list of integer or list of string or boolean or integer or string in the contract, object here',
    why: 'values of any kind are compared as texts, as they are stored',
  },
  {
    differs: 'embedding_properties.model: here, not in the contract',
    why: 'names the model that made the vectors, whatever slug was asked for',
  },
  {
    differs:
      'documents.tags: map of list of boolean or list of integer or list of number or list of string or boolean or integer or number or string in the contract, object here',
    why: 'values are always texts or lists of texts',
  },
  { differs: 'query: required in the contract, optional here', why: 'a query_vector alone is enough' },
  { differs: 'query: not nullable in the contract, nullable here', why: 'a query_vector alone is enough' },
  {
    differs: 'query: string (minLength 1) in the contract, string (maxLength 32768) here',
    why: 'empty counts as absent beside a query_vector; 32,768 characters are the limit',
  },
  {
    differs: 'query_vector: list of number in the contract, list of number (maxItems 8192) here',
    why: 'no model has longer vectors',
  },
  {
    differs:
      'filters.file_formats: list of one of 34 words (maxItems 50) in the contract, list of one of 54 words (maxItems 50) here',
    why: 'also takes the formats that files have, SALESFORCE among them',
  },
  {
    differs: 'request: list of record or record or record in the contract, list of record here',
    why: 'one form for every type; what only some types have is ignored, since only SALESFORCE can be connected',
  },
  {
    differs: 'request: record or record or record in the contract, record here',
    why: 'one form for every type; what only some types have is ignored, since only SALESFORCE can be connected',
  },
  {
    differs: 'chunks_and_embeddings.chunk_number: required in the contract, optional here',
    why: 'it may be null, so it may be absent; chunks are then numbered in their order',
  },
  {
    differs: 'chunks_and_embeddings.chunk_number: integer in the contract, integer (minimum 0) here',
    why: 'chunks are numbered from 0 or 1 on',
  },
  {
    differs: 'chunks_and_embeddings.chunk: string in the contract, string (minLength 1, maxLength 100000) here',
    why: 'an empty chunk finds nothing; 100,000 characters are the limit',
  },
  {
    differs: 'chunks_and_embeddings.embedding: list of number in the contract, list of number (maxItems 4096) here',
    why: 'no model has longer vectors',
  },
  { differs: 'custom_credentials: not nullable in the contract, nullable here', why: 'null and absence are the same' },
  {
    differs: 'custom_credentials: map of object in the contract, object here',
    why: 'what is sent for other providers is not read',
  },
  { differs: 'value: object in the contract, record here', why: 'sparse_vectors, the only feature, takes `enabled`' },
];

/** Fields of answers that the contract does not have. */
export const ADDED_FIELDS = [
  {
    name: 'embedding_properties.*.model',
    field: /\.embedding_properties\.\w+\.model$/,
    why: 'names the model that made the vectors, whatever slug was asked for',
  },
];
