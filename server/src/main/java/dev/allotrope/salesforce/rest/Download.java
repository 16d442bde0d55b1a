package dev.allotrope.salesforce.rest;

/// Bytes as they came, and what they are called in the header `Content-Type`.
public record Download(String contentType, byte[] bytes) {}
