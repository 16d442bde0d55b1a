package dev.allotrope.carbon.contract;

/// Where embeddings are kept.
public enum EmbeddingStorageStatus {
    HOT_STORAGE,
    HOT_TO_COLD,
    COLD_STORAGE,
    COLD_TO_HOT
}
