// The closed sets of words of the contract.

import { values } from './shape.mjs';

export const AutoSyncAll = values('ALL');
export const ConfigurationKeys = values('sparse_vectors');
export const DataSourceLastSyncActions = values('ADD', 'UPDATE', 'CANCEL', 'REVOKE');
export const DataSourceSyncStatuses = values('QUEUED_FOR_SYNCING', 'SYNCING', 'READY', 'SYNC_ERROR');
export const EmbeddingStorageStatus = values('HOT_STORAGE', 'HOT_TO_COLD', 'COLD_STORAGE', 'COLD_TO_HOT');
export const FileContentTypes = values('TEXT', 'IMAGE', 'AUDIO', 'VIDEO');
export const OrderDir = values('desc', 'asc');
export const ParsedTextFormats = values('PLAIN_TEXT', 'MARKDOWN');
export const TranscriptionService = values('assemblyai', 'deepgram');
export const WebhookStatus = values('ACTIVE', 'FLAGGED');

export const OrderByTime = values('created_at', 'updated_at');
export const OrderOfChunks = values('created_at', 'updated_at', 'chunk_index');
export const OrderOfFiles = values('created_at', 'updated_at', 'name', 'last_sync', 'file_size', 'id');
export const OrderOfItems = values('name', 'id', 'directories_first');
export const OrderOfWhiteLabels = values('created_at', 'data_source_type');

export const ExternalFileSyncStatuses = values(
  'DELAYED', 'QUEUED_FOR_SYNC', 'SYNCING', 'READY', 'SYNC_ERROR', 'EVALUATING_RESYNC', 'RATE_LIMITED', 'SYNC_ABORTED',
  'QUEUED_FOR_OCR', 'READY_TO_SYNC',
);

export const EmbeddingGenerators = values(
  'OPENAI', 'AZURE_OPENAI', 'AZURE_ADA_LARGE_256', 'AZURE_ADA_LARGE_1024', 'AZURE_ADA_LARGE_3072', 'AZURE_ADA_SMALL_512',
  'AZURE_ADA_SMALL_1536', 'COHERE_MULTILINGUAL_V3', 'VERTEX_MULTIMODAL', 'OPENAI_ADA_LARGE_256', 'OPENAI_ADA_LARGE_1024',
  'OPENAI_ADA_LARGE_3072', 'OPENAI_ADA_SMALL_512', 'OPENAI_ADA_SMALL_1536', 'SOLAR_1_MINI',
);

export const OauthBasedConnectors = values(
  'BOX', 'CONFLUENCE', 'DROPBOX', 'GMAIL', 'GOOGLE_DRIVE', 'GOOGLE_CLOUD_STORAGE', 'INTERCOM', 'NOTION', 'ONEDRIVE', 'OUTLOOK',
  'SALESFORCE', 'SHAREPOINT', 'SLACK', 'ZENDESK', 'ZOTERO', 'GONG', 'SERVICENOW',
);

export const SimpleOAuthDataSources = values(
  'GOOGLE_DRIVE', 'INTERCOM', 'DROPBOX', 'ONEDRIVE', 'BOX', 'GMAIL', 'OUTLOOK', 'SLACK', 'GOOGLE_CLOUD_STORAGE',
);

const DOCUMENTS = ['CSV', 'TSV', 'PDF', 'DOCX', 'PPTX', 'XLSX', 'XLSM', 'MD', 'RTF', 'JSON', 'HTML'];
const SOUND = ['MP3', 'MP2', 'AAC', 'WAV', 'FLAC', 'PCM', 'M4A', 'OGG', 'OPUS'];
const FILMS = ['MPEG', 'MPG', 'MP4', 'WMV', 'AVI', 'MOV', 'MKV', 'FLV', 'WEBM'];
const MAILS = ['EML', 'MSG'];

export const DataSourceType = values(
  'GOOGLE_CLOUD_STORAGE', 'GOOGLE_DRIVE', 'NOTION', 'NOTION_DATABASE', 'INTERCOM', 'DROPBOX', 'ONEDRIVE', 'SHAREPOINT', 'CONFLUENCE',
  'BOX', 'ZENDESK', 'ZOTERO', 'S3', 'AZURE_BLOB_STORAGE', 'GMAIL', 'OUTLOOK', 'SERVICENOW', 'TEXT', ...DOCUMENTS, 'RAW_TEXT',
  'WEB_SCRAPE', 'RSS_FEED', 'FRESHDESK', 'GITBOOK', 'SALESFORCE', 'GITHUB', 'SLACK', 'GURU', 'GONG', 'DOCUMENT360',
  'JPG', 'PNG', 'JPEG', ...SOUND, ...FILMS, ...MAILS,
);

export const StorageFileFormats = values('TXT', ...DOCUMENTS, 'JPG', 'PNG', ...SOUND, ...FILMS, ...MAILS);

export const FileFormats = values(
  'TXT', ...DOCUMENTS, 'NOTION', 'GOOGLE_DOCS', 'GOOGLE_SHEETS', 'GOOGLE_SLIDES', 'INTERCOM', 'CONFLUENCE', 'RSS_FEED', 'GMAIL',
  'OUTLOOK', 'ZENDESK', 'FRESHDESK', 'WEB_SCRAPE', 'GITBOOK', 'SALESFORCE', 'GITHUB', 'SLACK', 'GURU', 'SERVICENOW', 'GONG',
  'DOCUMENT360', 'JPG', 'PNG', ...SOUND, ...FILMS, ...MAILS,
);

export const HelpdeskFileTypes = values('TICKET', 'ARTICLE', 'CONVERSATION');
export const ServiceNowFileTypes = values('TABLE', 'INCIDENT', 'ATTACHMENT');

/** What an item of a listing may be, in the words of all sources. */
export const ItemTypes = [
  values('FILE', 'FOLDER'),
  HelpdeskFileTypes,
  ServiceNowFileTypes,
  values('TICKET', 'ARTICLE', 'TICKET_ATTACHMENT', 'SECTION', 'CATEGORY'),
  values('ARTICLE', 'COLLECTION', 'HELP_CENTER', 'TICKET', 'TICKET_ATTACHMENT', 'CONTACT', 'ADMIN', 'TEAM', 'CONVERSATION'),
  values('SPACE', 'PAGE'),
  values('SPACE', 'SHEET', 'GROUP', 'LINK'),
  values('REPOSITORY', 'DIRECTORY', 'FILE'),
  values('COLLECTION', 'FOLDER', 'CARD'),
  values('WORKSPACE', 'FOLDER', 'CALL'),
  values('Container'),
];

export const SimpleWhiteLabelTypes = values(
  'INTERCOM', 'NOTION', 'SLACK', 'ZENDESK', 'OUTLOOK', 'GMAIL', 'SERVICENOW', 'SALESFORCE', 'ZOTERO', 'BOX', 'CONFLUENCE', 'DROPBOX',
  'GOOGLE_CLOUD_STORAGE', 'GONG',
);
