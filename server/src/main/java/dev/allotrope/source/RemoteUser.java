package dev.allotrope.source;

/// Who a token speaks for. The two ids together never change and never mean somebody else; `name` is for people to
/// read.
public record RemoteUser(String organizationId, String userId, String name) {}
