package dev.allotrope.carbon.integrations;

/// What an item is at its source: the union of the item types of all sources.
public enum SourceItemTypes {
    FILE,
    FOLDER,
    TICKET,
    ARTICLE,
    CONVERSATION,
    TABLE,
    INCIDENT,
    ATTACHMENT,
    COLLECTION,
    HELP_CENTER,
    TICKET_ATTACHMENT,
    CONTACT,
    ADMIN,
    TEAM,
    SECTION,
    CATEGORY,
    SPACE,
    PAGE,
    SHEET,
    GROUP,
    LINK,
    REPOSITORY,
    DIRECTORY,
    CARD,
    WORKSPACE,
    CALL,
    /// Azure's one word; the contract writes it so.
    Container
}
