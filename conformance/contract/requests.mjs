// What the calls of groups A and B take.

import {
  anything,
  atLeast,
  boolean,
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
  values,
} from './shape.mjs';
import {
  AutoSyncAll,
  ConfigurationKeys,
  DataSourceType,
  EmbeddingGenerators,
  ExternalFileSyncStatuses,
  FileContentTypes,
  HelpdeskFileTypes,
  ItemTypes,
  OauthBasedConnectors,
  OrderByTime,
  OrderDir,
  OrderOfChunks,
  OrderOfFiles,
  OrderOfItems,
  OrderOfWhiteLabels,
  ParsedTextFormats,
  ServiceNowFileTypes,
  SimpleOAuthDataSources,
  SimpleWhiteLabelTypes,
  StorageFileFormats,
  TranscriptionService,
} from './words.mjs';

const off = initially(false, boolean);
const on = initially(true, boolean);
const offOrNull = initially(false, nullable(boolean));
const onOrNull = initially(true, nullable(boolean));
const textOrNull = nullable(string);

const Pagination = initially(
  { limit: 10, offset: 0, starting_id: 0 },
  record(
    {},
    {
      limit: initially(10, integer),
      offset: initially(0, integer),
      starting_id: initially(0, integer),
    },
  ),
);

const paged = (order_by, order_dir = initially('asc', OrderDir)) => ({ pagination: Pagination, order_by, order_dir });

const TypesAtSource = list(either(HelpdeskFileTypes, ServiceNowFileTypes));
const TagValues = either(string, integer, boolean, list(string), list(integer), list(boolean));

const FileSyncConfig = record(
  {},
  {
    auto_synced_source_types: initially(['ARTICLE'], TypesAtSource),
    sync_attachments: off,
    detect_audio_language: off,
    transcription_service: nullable(TranscriptionService),
    include_speaker_labels: off,
    split_rows: off,
    generate_chunks_only: off,
    store_file_only: off,
    skip_file_processing: off,
    parsed_text_format: nullable(ParsedTextFormats),
  },
);

/** How files are processed, in every call that syncs some. */
const processing = {
  chunk_size: initially(1500, nullable(integer)),
  chunk_overlap: initially(20, nullable(integer)),
  skip_embedding_generation: offOrNull,
  embedding_model: initially('OPENAI', nullable(EmbeddingGenerators)),
  generate_sparse_vectors: offOrNull,
  prepend_filename_to_chunks: offOrNull,
  max_items_per_chunk: nullable({ ...integer, exclusiveMinimum: 0 }),
  set_page_as_boundary: off,
  request_id: textOrNull,
  incremental_sync: off,
  file_sync_config: nullable(FileSyncConfig),
};

/** What is to happen when an account was connected. */
const connecting = {
  tags: nullable(anything),
  sync_files_on_connection: onOrNull,
  enable_file_picker: on,
  sync_source_items: on,
  automatically_open_file_picker: nullable(boolean),
  data_source_tags: initially({}, object),
};

const ocr = { use_ocr: offOrNull, parse_pdf_tables_with_ocr: offOrNull };

const ServiceNowCredentials = { instance_subdomain: string, client_id: string, client_secret: string, redirect_uri: string };

export const OauthUrlRequest = record(
  { service: OauthBasedConnectors },
  {
    scope: textOrNull,
    scopes: initially([], nullable(list(string))),
    ...processing,
    ...connecting,
    ...ocr,
    zendesk_subdomain: textOrNull,
    microsoft_tenant: textOrNull,
    sharepoint_site_name: textOrNull,
    confluence_subdomain: textOrNull,
    salesforce_domain: textOrNull,
    data_source_id: nullable(integer),
    connecting_new_account: offOrNull,
    gong_account_email: textOrNull,
    servicenow_credentials: nullable(record(ServiceNowCredentials)),
  },
);

const tokens = (source, more = {}, maybe = {}) =>
  record({ source, access_token: string, ...more }, { refresh_token: textOrNull, ...maybe });
const token = (source, more) => record({ source: values(source), access_token: string, ...more });

const Authentication = either(
  tokens(SimpleOAuthDataSources),
  token('NOTION', { workspace_id: string }),
  tokens(values('ONEDRIVE'), {}, { tenant_name: textOrNull }),
  tokens(values('SHAREPOINT'), {}, { tenant_name: textOrNull, site_name: textOrNull }),
  tokens(values('CONFLUENCE'), { subdomain: string }),
  token('ZENDESK', { subdomain: string }),
  token('ZOTERO', { access_token_secret: string, username: string, zotero_id: string }),
  token('GITBOOK', { organization_name: string }),
  tokens(values('SALESFORCE'), { domain: string }),
  record({ source: values('FRESHDESK'), domain: string, api_key: string }),
  record({ source: values('S3'), access_key: string, access_key_secret: string }, { endpoint_url: textOrNull }),
  record({ source: values('AZURE_BLOB_STORAGE'), account_name: string, account_key: string }),
  token('GITHUB', { username: string }),
  tokens(values('SERVICENOW'), ServiceNowCredentials),
  token('GURU', { username: string }),
  tokens(values('GONG'), { gong_account_email: string }),
);

export const ConnectRequest = record(
  { authentication: Authentication },
  {
    sync_options: initially(
      {
        chunk_size: 1500,
        chunk_overlap: 20,
        skip_embedding_generation: false,
        embedding_model: 'OPENAI',
        generate_sparse_vectors: false,
        prepend_filename_to_chunks: false,
        sync_files_on_connection: true,
        set_page_as_boundary: false,
        enable_file_picker: true,
        sync_source_items: true,
        incremental_sync: false,
        data_source_tags: {},
      },
      record({}, { ...processing, ...connecting }),
    ),
  },
);

export const OfDataSource = record({ data_source_id: integer });

export const DataSourceQuery = record(
  {},
  {
    ...paged(initially('updated_at', OrderByTime)),
    filters: initially(
      {},
      record(
        {},
        {
          source: nullable(DataSourceType),
          ids: nullable(list(integer)),
          revoked_access: nullable(boolean),
          tags: nullable(object),
        },
      ),
    ),
  },
);

export const AddTags = record({ data_source_id: integer, tags: object });
export const RemoveTags = record(
  { data_source_id: integer },
  { tags_to_remove: initially([], list(string)), remove_all_tags: off },
);

export const ItemQuery = record(
  { data_source_id: integer },
  {
    parent_id: textOrNull,
    filters: nullable(
      record(
        {},
        {
          external_ids: nullable(list(string)),
          ids: nullable(list(integer)),
          name: textOrNull,
          root_files_only: nullable(boolean),
          file_formats: nullable(list(StorageFileFormats, { maxItems: 50 })),
          item_types: nullable(list(either(...ItemTypes), { maxItems: 50 })),
        },
      ),
    ),
    ...paged(initially('name', OrderOfItems)),
  },
);

export const SyncFilesRequest = record(
  { data_source_id: integer, ids: either(list(string), list(record({ id: string, root_id: string }))) },
  { tags: initially({}, nullable(object)), ...processing, ...ocr },
);

const FileFilters = record(
  {},
  {
    source: nullable(either(DataSourceType, list(DataSourceType))),
    name: textOrNull,
    tags: nullable(map(TagValues)),
    tags_v2: nullable(object),
    ids: nullable(list(integer)),
    external_file_ids: nullable(list(string)),
    sync_statuses: nullable(list(ExternalFileSyncStatuses)),
    parent_file_ids: nullable(list(integer)),
    organization_user_data_source_id: nullable(list(integer)),
    embedding_generators: nullable(list(EmbeddingGenerators)),
    root_files_only: nullable(boolean),
    include_all_children: off,
    non_synced_only: off,
    request_ids: nullable(list(string, { maxItems: 100 })),
    upload_ids: nullable(list(string, { maxItems: 100 })),
    sync_error_message: textOrNull,
    include_containers: nullable(boolean),
    external_urls: nullable(list(string)),
    file_types_at_source: nullable(TypesAtSource),
  },
);

const someFiles = { filters: initially({ include_all_children: false, non_synced_only: false }, FileFilters) };

export const FileQuery = record(
  {},
  {
    ...paged(initially('updated_at', OrderOfFiles)),
    ...someFiles,
    include_raw_file: nullable(boolean),
    include_parsed_text_file: nullable(boolean),
    include_additional_files: nullable(boolean),
    presigned_url_expiry_time_seconds: initially(3600, integer),
  },
);

export const ResyncRequest = record(
  { file_id: integer },
  {
    chunk_size: nullable(integer),
    chunk_overlap: nullable(integer),
    force_embedding_generation: off,
    skip_file_processing: offOrNull,
  },
);

export const DeleteFilesV2 = record({}, { ...someFiles, send_webhook: off, preserve_file_record: off });

export const DeleteFiles = record(
  {},
  {
    file_ids: nullable(list(integer)),
    sync_statuses: nullable(list(ExternalFileSyncStatuses)),
    delete_non_synced_only: off,
    send_webhook: off,
    delete_child_files: off,
  },
);

export const CreateFileTags = record({ organization_user_file_id: integer, tags: map(TagValues) });
export const DeleteFileTags = record({ organization_user_file_id: integer, tags: list(string) });

export const MoveToHotStorage = record({}, someFiles);
export const ModifyColdStorage = record(
  {},
  {
    ...someFiles,
    enable_cold_storage: nullable(boolean),
    hot_storage_time_to_live: nullable(integer),
  },
);

export const SearchRequest = record(
  { query: { ...string, minLength: 1 }, k: atLeast(1) },
  {
    query_vector: nullable(list(number)),
    file_ids: nullable(list(integer)),
    parent_file_ids: nullable(list(integer)),
    include_all_children: off,
    tags: nullable(map(TagValues)),
    tags_v2: nullable(object),
    include_tags: nullable(boolean),
    include_vectors: nullable(boolean),
    include_raw_file: nullable(boolean),
    hybrid_search: nullable(boolean),
    hybrid_search_tuning_parameters: nullable(record({ weight_a: number, weight_b: number })),
    media_type: initially('TEXT', nullable(FileContentTypes)),
    embedding_model: nullable(EmbeddingGenerators),
    include_file_level_metadata: offOrNull,
    high_accuracy: offOrNull,
    rerank: nullable(record({ model: string })),
    file_types_at_source: nullable(TypesAtSource),
    exclude_cold_storage_files: off,
  },
);

export const ChunkQuery = record(
  { filters: record({ user_file_id: integer }, { embedding_model: nullable(EmbeddingGenerators) }) },
  { ...paged(initially('updated_at', OrderOfChunks)), include_vectors: off },
);

export const ChunkQueryV2 = record(
  { filters: FileFilters },
  { ...paged(initially('updated_at', OrderOfFiles)), include_vectors: off },
);

export const UploadChunks = record(
  {
    embedding_model: EmbeddingGenerators,
    chunks_and_embeddings: list(
      record(
        {
          file_id: integer,
          chunks_and_embeddings: list(
            record({ chunk_number: nullable(integer), chunk: string }, { embedding: nullable(list(number)) }),
          ),
        },
        { chunk_size: nullable(integer), chunk_overlap: nullable(integer) },
      ),
    ),
  },
  { overwrite_existing: off, chunks_only: off, custom_credentials: initially({}, map(object)) },
);

const limitOrNull = nullable(atLeast(-1));

const userSettings = {
  auto_sync_enabled_sources: nullable(either(list(DataSourceType), AutoSyncAll)),
  max_files: limitOrNull,
  max_files_per_upload: limitOrNull,
  max_characters: limitOrNull,
  max_characters_per_file: limitOrNull,
  max_characters_per_upload: limitOrNull,
  auto_sync_interval: limitOrNull,
};

export const UpdateUsers = record({ customer_ids: list(string, { maxItems: 100 }) }, userSettings);
export const OfUser = record({ customer_id: string });
export const DeleteUsers = record({ customer_ids: list(string) });
export const ModifyUserConfiguration = record({ configuration_key_name: ConfigurationKeys, value: object });

export const UserQuery = record(
  {},
  {
    ...paged(initially('created_at', OrderByTime), initially('desc', OrderDir)),
    filters: initially({}, record({}, { customer_ids: nullable(list(string)), carbon_user_ids: nullable(list(integer)) })),
    include_count: off,
  },
);

export const UpdateOrganization = record(
  {},
  {
    global_user_config: nullable(record({}, userSettings)),
    data_source_configs: nullable(
      map(
        record(
          {},
          {
            allowed_file_formats: initially([], list(string)),
            google_workspace_docs_save_as: textOrNull,
          },
        ),
      ),
    ),
  },
);

export const AddWebhook = record({ url: string });
export const WebhookQuery = record(
  {},
  {
    ...paged(initially('updated_at', OrderByTime)),
    filters: initially({ ids: [] }, record({}, { ids: initially([], nullable(list(integer))) })),
  },
);

const app = { client_id: string, redirect_uri: string };

export const WhiteLabel = either(
  record({
    data_source_type: values('GOOGLE_DRIVE'),
    credentials: record(app, { client_secret: textOrNull, api_key: textOrNull }),
  }),
  record({
    data_source_type: values('ONEDRIVE', 'SHAREPOINT'),
    credentials: record(app, {
      client_secret: textOrNull,
      file_picker_client_id: textOrNull,
      file_picker_redirect_uri: textOrNull,
    }),
  }),
  record({ data_source_type: SimpleWhiteLabelTypes, credentials: record(app, { client_secret: textOrNull }) }),
);

export const WhiteLabels = list(WhiteLabel);
export const DeleteWhiteLabels = record({ ids: list(integer) });
export const WhiteLabelQuery = record(
  {},
  {
    ...paged(initially('created_at', OrderOfWhiteLabels)),
    filters: initially(
      { ids: [], data_source_type: [] },
      record(
        {},
        {
          ids: initially([], nullable(list(integer))),
          data_source_type: initially([], nullable(list(OauthBasedConnectors))),
        },
      ),
    ),
  },
);
