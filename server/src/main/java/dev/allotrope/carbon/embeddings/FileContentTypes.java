package dev.allotrope.carbon.embeddings;

/// Kinds of content to search.
public enum FileContentTypes {
    TEXT,
    IMAGE,
    AUDIO,
    VIDEO
}
