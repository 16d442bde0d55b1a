package dev.allotrope.carbon.embeddings;

/// Whose credentials a caller may bring along.
enum CustomCredentialsType {
    OPENAI,
    COHERE,
    AZURE_OPENAI,
    AZURE_OPENAI_V3,
    UPSTAGE
}
