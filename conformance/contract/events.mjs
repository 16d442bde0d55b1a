// What a webhook carries: every value a text.

import { either, list, map, record, string, values } from './shape.mjs';

const NOTHING = values('null');

export const Event = record({
  webhook_type: values(
    'ADD',
    'ALL_FILES_PROCESSED',
    'ALL_UPLOADED_FILES_QUEUED',
    'CANCEL',
    'CHECKUP',
    'DATA_SOURCE_READY',
    'EMBEDDING_STORAGE_MODIFIED',
    'FILES_CREATED',
    'FILES_SKIPPED',
    'FILE_DELETED',
    'FILE_ERROR',
    'FILE_READY',
    'FILE_STATISTICS_AGGREGATED',
    'FILE_SYNCING',
    'FILE_SYNC_LIMIT_REACHED',
    'MOVED_TO_COLD_STORAGE',
    'MOVED_TO_HOT_STORAGE',
    'ORGANIZATION_USER_DELETED',
    'RATE_LIMIT_ERROR',
    'REVOKE',
    'SPARSE_VECTOR_QUEUE_STATUS',
    'UPDATE',
    'WEBPAGE_ERROR',
    'WEBPAGE_READY',
    'WEBSCRAPE_URLS_READY',
  ),
  obj: record({
    object_type: values(
      'CHUNK_LIST',
      'DATA_SOURCE',
      'FILE',
      'FILE_LIST',
      'NONE',
      'ORGANIZATION_USER',
      'UPLOAD_REQUEST_ID',
      'WEBPAGE',
    ),
    object_id: either(string, list(string)),
    additional_information: either(map(string), NOTHING),
  }),
  customer_id: string,
  timestamp: string,
});
