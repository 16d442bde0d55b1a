package dev.allotrope.carbon.contract.processing;

/// What a file is where it came from: HelpdeskFileTypes and ServiceNowFileTypes together.
public enum FileTypesAtSource {
    TICKET,
    ARTICLE,
    CONVERSATION,
    TABLE,
    INCIDENT,
    ATTACHMENT
}
