package dev.allotrope.carbon.integrations;

/// The services that the contract knows an OAuth flow for.
public enum OauthBasedConnectors {
    BOX,
    CONFLUENCE,
    DROPBOX,
    GMAIL,
    GOOGLE_DRIVE,
    GOOGLE_CLOUD_STORAGE,
    INTERCOM,
    NOTION,
    ONEDRIVE,
    OUTLOOK,
    SALESFORCE,
    SHAREPOINT,
    SLACK,
    ZENDESK,
    ZOTERO,
    GONG,
    SERVICENOW
}
