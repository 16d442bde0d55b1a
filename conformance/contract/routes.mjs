// Every route of the contract. Groups: A what syncing Salesforce Knowledge needs, B what is done with synced articles, C other
// sources and uploads, D what only older clients and Carbon's own dashboard call.
//
// `by` says whose credential a call takes: a `customer` is named by an access token, or by an API key with `customer-id`; an
// `organization` by an API key. `sdk` is the method of carbon-typescript-sdk that calls the route.

import * as takes from './requests.mjs';
import * as answers from './answers.mjs';

const row = (group, method, path, by, sdk, more = {}) => ({ group, method, path, by, sdk, ...more });
const post = (group, by) => (path, sdk, request, answer, more) =>
  row(group, 'POST', path, by, sdk, { takes: request, answers: answer, ...more });
const get = (group, by) => (path, sdk, answer, more) => row(group, 'GET', path, by, sdk, { answers: answer, ...more });

const id = (name) => [{ name, in: 'path', required: true, schema: { type: 'integer' } }];
const header = (name) => ({ name, in: 'header', required: true, schema: { type: 'string' } });
const deprecated = true;

const [ofCustomerA, ofOrganizationA] = [post('A', 'customer'), post('A', 'organization')];
const [ofCustomerB, ofOrganizationB] = [post('B', 'customer'), post('B', 'organization')];

const groupA = [
  get('A', 'headers')('/auth/v1/access_token', 'auth.getAccessToken', answers.TokenResponse, {
    parameters: [header('authorization'), header('customer-id')],
  }),
  get('A', 'customer')('/auth/v1/white_labeling', 'auth.getWhiteLabeling', answers.WhiteLabelingResponse),
  get('A', 'customer')('/whoami', 'users.whoAmI', answers.UserResponse),
  ofCustomerA('/integrations/oauth_url', 'integrations.getOauthUrl', takes.OauthUrlRequest, answers.OauthUrlResponse),
  ofCustomerA('/integrations/connect', 'integrations.connectDataSource', takes.ConnectRequest, answers.ConnectResponse),
  ofCustomerA('/user_data_sources', 'dataSources.queryUserDataSources', takes.DataSourceQuery, answers.DataSources),
  ofCustomerA('/integrations/items/sync', 'integrations.syncDataSourceItems', takes.OfDataSource, answers.DataSource),
  ofCustomerA('/integrations/items/sync/cancel', 'integrations.cancel', takes.OfDataSource, answers.DataSource),
  ofCustomerA('/integrations/items/list', 'integrations.listDataSourceItems', takes.ItemQuery, answers.Items),
  ofCustomerA('/integrations/files/sync', 'integrations.syncFiles', takes.SyncFilesRequest, answers.Success),
  ofCustomerA('/revoke_access_token', 'dataSources.revokeAccessToken', takes.OfDataSource, answers.Success),
  ofCustomerA('/user_files_v2', 'files.queryUserFiles', takes.FileQuery, answers.Files),
  ofCustomerA('/resync_file', 'files.resync', takes.ResyncRequest, answers.File),
  ofCustomerA('/delete_files_v2', 'files.deleteV2', takes.DeleteFilesV2, answers.Success),
  ofOrganizationA('/update_users', 'users.updateUsers', takes.UpdateUsers, answers.Success),
  ofOrganizationA('/white_label/create', 'whiteLabel.create', takes.WhiteLabels, answers.Open),
  ofOrganizationA('/white_label/list', 'whiteLabel.list', takes.WhiteLabelQuery, answers.Open),
  ofOrganizationA('/white_label/update', 'whiteLabel.update', takes.WhiteLabel, answers.Open),
  ofOrganizationA('/white_label/delete', 'whiteLabel.delete', takes.DeleteWhiteLabels, answers.Open),
];

const groupB = [
  ofCustomerB('/embeddings', 'embeddings.getDocuments', takes.SearchRequest, answers.Hits),
  ofCustomerB('/text_chunks', 'embeddings.getEmbeddingsAndChunks', takes.ChunkQuery, answers.Chunks),
  ofCustomerB('/list_chunks_and_embeddings', 'embeddings.list', takes.ChunkQueryV2, answers.Chunks),
  ofCustomerB('/upload_chunks_and_embeddings', 'embeddings.uploadChunksAndEmbeddings', takes.UploadChunks, answers.Success),
  ofCustomerB('/create_user_file_tags', 'files.createUserFileTags', takes.CreateFileTags, answers.File),
  ofCustomerB('/delete_user_file_tags', 'files.deleteFileTags', takes.DeleteFileTags, answers.File),
  ofCustomerB('/move_to_hot_storage', 'files.moveToHotStorage', takes.MoveToHotStorage, answers.Flag),
  ofCustomerB('/modify_cold_storage_parameters', 'files.modifyColdStorageParameters', takes.ModifyColdStorage, answers.Flag),
  get('B', 'customer')('/raw_file/{file_id}', 'files.getRawFile', answers.Link, { parameters: id('file_id'), deprecated }),
  get('B', 'customer')('/parsed_file/{file_id}', 'files.getParsedFile', answers.Link, { parameters: id('file_id'), deprecated }),
  ofCustomerB('/user_files', 'files.queryUserFilesDeprecated', takes.FileQuery, answers.FileList, { deprecated }),
  ofCustomerB('/delete_files', 'files.deleteMany', takes.DeleteFiles, answers.Success, { deprecated }),
  ofOrganizationB('/data_sources', 'dataSources.query', takes.DataSourceQuery, answers.DataSources),
  ofCustomerB('/data_sources/tags/add', 'dataSources.addTags', takes.AddTags, answers.DataSource),
  ofCustomerB('/data_sources/tags/remove', 'dataSources.removeTags', takes.RemoveTags, answers.DataSource),
  get('B', 'organization')('/organization', 'organizations.get', answers.OrganizationResponse),
  ofOrganizationB('/organization/update', 'organizations.update', takes.UpdateOrganization, answers.Success),
  ofOrganizationB('/organization/statistics', 'organizations.updateStats', undefined, answers.Success),
  ofOrganizationB('/user', 'users.get', takes.OfUser, answers.UserResponse),
  ofOrganizationB('/list_users', 'users.list', takes.UserQuery, answers.UserListResponse),
  ofOrganizationB('/delete_users', 'users.delete', takes.DeleteUsers, answers.Success),
  ofCustomerB('/modify_user_configuration', 'users.toggleUserFeatures', takes.ModifyUserConfiguration, answers.Success, {
    deprecated,
  }),
  ofOrganizationB('/webhooks', 'webhooks.urls', takes.WebhookQuery, answers.Webhooks),
  ofOrganizationB('/add_webhook', 'webhooks.addUrl', takes.AddWebhook, answers.NewWebhook),
  row('B', 'DELETE', '/delete_webhook/{webhook_id}', 'organization', 'webhooks.deleteUrl', {
    answers: answers.Success,
    parameters: id('webhook_id'),
  }),
];

const state = 'not served';
const elsewhere = (method, path, sdk) => row('C', method, path, 'customer', sdk, { state });
const crm = (what, one, all) => [
  elsewhere('POST', `/integrations/data/crm/${what}`, `cRM.${all}`),
  elsewhere('GET', `/integrations/data/crm/${what}/{id}`, `cRM.${one}`),
];

const groupC = [
  elsewhere('POST', '/integrations/confluence/list', 'integrations.listConfluencePages'),
  elsewhere('POST', '/integrations/confluence/sync', 'integrations.syncConfluence'),
  elsewhere('POST', '/integrations/azure_blob_storage', 'integrations.syncAzureBlobStorage'),
  elsewhere('POST', '/integrations/azure_blob_storage/files', 'integrations.syncAzureBlobFiles'),
  elsewhere('POST', '/integrations/s3', 'integrations.createAwsIamUser'),
  elsewhere('POST', '/integrations/s3/files', 'integrations.syncS3Files'),
  elsewhere('POST', '/integrations/gmail/sync', 'integrations.syncGmail'),
  elsewhere('GET', '/integrations/gmail/user_labels', 'integrations.listLabels'),
  elsewhere('POST', '/integrations/rss_feed', 'integrations.syncRssFeed'),
  elsewhere('POST', '/integrations/outlook/sync', 'integrations.syncOutlook'),
  elsewhere('GET', '/integrations/outlook/user_folders', 'integrations.listFolders'),
  elsewhere('GET', '/integrations/outlook/user_categories', 'integrations.listOutlookCategories'),
  elsewhere('POST', '/integrations/freshdesk', 'integrations.connectFreshdesk'),
  elsewhere('POST', '/integrations/gitbook', 'integrations.connectGitbook'),
  elsewhere('GET', '/integrations/gitbook/spaces', 'integrations.listGitbookSpaces'),
  elsewhere('POST', '/integrations/gitbook/sync', 'integrations.syncGitbook'),
  elsewhere('POST', '/integrations/github', 'integrations.syncGitHub'),
  elsewhere('GET', '/integrations/github/repos', 'integrations.listRepos'),
  elsewhere('POST', '/integrations/github/sync_repos', 'integrations.syncRepos'),
  elsewhere('GET', '/integrations/slack/conversations', 'integrations.listConversations'),
  elsewhere('POST', '/integrations/slack/sync', 'integrations.syncSlack'),
  elsewhere('POST', '/integrations/guru', 'integrations.connectGuru'),
  elsewhere('GET', '/integrations/sharepoint/sites/list', 'integrations.listSharepointSites'),
  elsewhere('POST', '/integrations/document360', 'integrations.connectDocument360'),
  elsewhere('POST', '/uploadfile', 'files.upload'),
  elsewhere('POST', '/upload_file_from_url', 'files.uploadFromUrl'),
  elsewhere('POST', '/upload_text', 'files.uploadText'),
  elsewhere('POST', '/web_scrape', 'utilities.scrapeWeb'),
  elsewhere('GET', '/process_sitemap', 'utilities.processSitemap'),
  elsewhere('POST', '/scrape_sitemap', 'utilities.scrapeSitemap'),
  elsewhere('GET', '/fetch_urls', 'utilities.fetchUrls'),
  elsewhere('POST', '/fetch_webpage', 'utilities.fetchWebpage'),
  elsewhere('POST', '/user_webpages', 'utilities.userWebpages'),
  elsewhere('GET', '/search_urls', 'utilities.searchUrls'),
  elsewhere('GET', '/fetch_youtube_transcript', 'utilities.fetchYoutubeTranscripts'),
  ...crm('accounts', 'getAccount', 'getAccounts'),
  ...crm('leads', 'getLead', 'getLeads'),
  ...crm('contacts', 'getContact', 'getContacts'),
  ...crm('opportunities', 'getOpportunity', 'getOpportunities'),
  elsewhere('POST', '/integrations/data/github/pull_requests', 'github.getPullRequests'),
  elsewhere('GET', '/integrations/data/github/pull_requests/{pull_number}', 'github.getPr'),
  elsewhere('POST', '/integrations/data/github/pull_requests/comments', 'github.getPrComments'),
  elsewhere('POST', '/integrations/data/github/pull_requests/files', 'github.getPrFiles'),
  elsewhere('POST', '/integrations/data/github/pull_requests/commits', 'github.getPrCommits'),
  elsewhere('POST', '/integrations/data/github/issues', 'github.getIssues'),
  elsewhere('GET', '/integrations/data/github/issues/{issue_number}', 'github.getIssue'),
];

const groupD = [
  row('D', 'GET', '/integrations/salesforce', 'nobody'),
  row('D', 'GET', '/integrations/', 'customer'),
  row('D', 'DELETE', '/deletefile/{file_id}', 'customer'),
  row('D', 'GET', '/health', 'nobody'),
  row('D', 'POST', '/organization/create', 'organization', undefined, { state }),
  row('D', 'POST', '/checkout/create', 'organization', undefined, { state }),
  row('D', 'POST', '/subscription/update', 'organization', undefined, { state }),
];

export const routes = [...groupA, ...groupB, ...groupC, ...groupD];

/** The routes that this server must answer as Carbon did. */
export const served = [...groupA, ...groupB];
