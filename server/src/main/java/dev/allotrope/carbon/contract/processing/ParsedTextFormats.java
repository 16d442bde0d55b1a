package dev.allotrope.carbon.contract.processing;

/// Forms of parsed text; accepted and without effect.
public enum ParsedTextFormats {
    PLAIN_TEXT,
    MARKDOWN
}
