// What the calls of groups A and B answer.

import {
  anything,
  boolean,
  dateTime,
  either,
  initially,
  integer,
  list,
  map,
  nullable,
  number,
  object,
  record,
  string,
} from './shape.mjs';
import {
  DataSourceLastSyncActions,
  DataSourceSyncStatuses,
  DataSourceType,
  EmbeddingStorageStatus,
  ExternalFileSyncStatuses,
  FileFormats,
  WebhookStatus,
} from './words.mjs';

const page = (of) => record({ results: list(of), count: integer });
const times = { created_at: dateTime, updated_at: dateTime };

export const Success = record({ success: boolean });

export const ValidationErrors = record(
  {},
  {
    detail: list(record({ loc: list(either(string, integer)), msg: string, type: string })),
  },
);

/** Every error but 422: the contract has no schema for it, clients read `detail` as a text. */
export const Refusal = record({ detail: string });

export const TokenResponse = record({ access_token: string, refresh_token: string });

export const WhiteLabelingResponse = record(
  { remove_branding: boolean, integrations: object, custom_limits: object },
  { connector_settings: initially({}, object) },
);

const aggregates = {
  aggregate_file_size: object,
  aggregate_num_characters: object,
  aggregate_num_tokens: object,
  aggregate_num_embeddings: object,
  aggregate_num_files_by_source: object,
  aggregate_num_files_by_file_format: object,
};

const customer = {
  id: integer,
  organization_id: integer,
  organization_supplied_user_id: string,
  ...times,
  deleted_at: nullable(dateTime),
  enabled_features: nullable(object),
};

const settings = { custom_limits: initially({}, object), auto_sync_enabled_sources: initially([], list(anything)) };

export const UserResponse = record(
  {
    ...customer,
    num_files_synced: integer,
    num_characters_synced: integer,
    num_tokens_synced: integer,
    ...aggregates,
    unique_file_tags: list(object),
  },
  { ...settings, connector_settings: initially({}, object) },
);

export const UserListResponse = record({ users: list(record(customer, settings)) }, { count: nullable(integer) });

export const OrganizationResponse = record(
  {
    id: integer,
    name: string,
    remove_branding: boolean,
    ...aggregates,
    file_statistics_aggregated_at: nullable(dateTime),
    ...times,
  },
  {
    nickname: nullable(string),
    custom_branding: nullable(object),
    custom_limits: nullable(object),
    period_ends_at: nullable(dateTime),
    cancel_at_period_end: nullable(boolean),
    connector_settings: initially({}, object),
    global_user_config: initially({}, object),
    file_sync_usage: initially({}, object),
    logging_settings: initially({}, object),
  },
);

export const OauthUrlResponse = record({ oauth_url: string });

export const DataSource = record({
  id: integer,
  data_source_external_id: nullable(string),
  data_source_type: DataSourceType,
  token: nullable(object),
  sync_status: DataSourceSyncStatuses,
  source_items_synced_at: nullable(dateTime),
  organization_user_id: integer,
  organization_id: integer,
  organization_supplied_user_id: string,
  revoked_access: boolean,
  last_synced_at: dateTime,
  last_sync_action: DataSourceLastSyncActions,
  enable_auto_sync: nullable(boolean),
  ...times,
  files_synced_at: nullable(dateTime),
  data_source_metadata: object,
  tags: object,
});

export const DataSources = page(DataSource);

export const ConnectResponse = record({ data_source: DataSource }, { sync_url: nullable(string) });

export const Items = record({
  items: list(
    record({
      id: integer,
      external_id: string,
      source: DataSourceType,
      name: string,
      synced_at: dateTime,
      is_selectable: nullable(boolean),
      is_expandable: nullable(boolean),
      organization_id: integer,
      organization_supplied_user_id: string,
      organization_user_id: integer,
      organization_user_data_source_id: integer,
      organization_user_file_to_sync_id: nullable(integer),
      parent_external_id: nullable(string),
      item_type: nullable(string),
      root_external_id: nullable(string),
      external_url: nullable(string),
      file_format: nullable(string),
      ...times,
    }),
  ),
  count: integer,
});

const FileStatistics = record(
  {},
  {
    file_format: nullable(FileFormats),
    file_size: nullable(integer),
    num_characters: nullable(integer),
    num_tokens: nullable(integer),
    num_embeddings: nullable(integer),
    mime_type: nullable(string),
  },
);

const ChunkProperties = record(
  {},
  {
    set_page_as_boundary: initially(false, boolean),
    prepend_filename_to_chunks: initially(false, boolean),
    max_items_per_chunk: nullable(integer),
  },
);

export const File = record(
  {
    id: integer,
    source: DataSourceType,
    organization_id: integer,
    organization_user_id: nullable(integer),
    organization_supplied_user_id: string,
    external_file_id: string,
    sync_status: ExternalFileSyncStatuses,
    skip_embedding_generation: boolean,
    supports_cold_storage: boolean,
    embedding_storage_status: EmbeddingStorageStatus,
    ...times,
  },
  {
    organization_user_data_source_id: nullable(integer),
    external_url: nullable(string),
    sync_error_message: nullable(string),
    last_sync: nullable(dateTime),
    tags: nullable(object),
    file_statistics: nullable(FileStatistics),
    file_metadata: nullable(object),
    embedding_properties: nullable(map(record({ chunk_size: nullable(integer), chunk_overlap: nullable(integer) }))),
    chunk_size: nullable(integer),
    chunk_overlap: nullable(integer),
    chunk_properties: nullable(ChunkProperties),
    ocr_properties: initially({}, object),
    ocr_job_started_at: nullable(dateTime),
    name: nullable(string),
    parent_id: nullable(integer),
    enable_auto_sync: nullable(boolean),
    presigned_url: nullable(string),
    parsed_text_url: nullable(string),
    additional_presigned_urls: nullable(object),
    source_created_at: nullable(dateTime),
    generate_sparse_vectors: nullable(boolean),
    request_id: nullable(string),
    upload_id: nullable(string),
    sync_properties: initially({}, object),
    messages_metadata: initially({}, object),
    file_contents_deleted: initially(false, boolean),
    hot_storage_time_to_live: nullable(integer),
  },
);

export const Files = page(File);
export const FileList = list(File);
export const Link = record({ presigned_url: string });

const TagValues = either(string, number, integer, boolean, list(string), list(number), list(integer), list(boolean));

export const Hits = record({
  documents: list(
    record(
      { content: string, file_id: integer, vector: nullable(list(number)) },
      {
        parent_file_id: nullable(integer),
        source: nullable(string),
        source_url: nullable(string),
        source_type: nullable(DataSourceType),
        presigned_url: nullable(string),
        tags: nullable(map(TagValues)),
        score: nullable(number),
        rank: nullable(either(number, integer)),
        content_metadata: nullable(object),
        chunk_index: nullable(integer),
      },
    ),
  ),
});

export const Chunks = page(
  record(
    { user_file_id: integer, source_content: string },
    { chunk_index: nullable(integer), embedding: nullable(list(number)), content_metadata: nullable(object) },
  ),
);

const webhook = { id: integer, organization_id: integer, url: string, status: WebhookStatus, ...times };

export const NewWebhook = record({ ...webhook, signing_key: string }, { status_reason: nullable(string) });
export const Webhooks = page(record(webhook, { status_reason: nullable(string) }));

/** The contract leaves the answers of `/white_label/*` open. */
export const Open = anything;

export const Flag = boolean;
