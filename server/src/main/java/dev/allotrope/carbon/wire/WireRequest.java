package dev.allotrope.carbon.wire;

/// A record that is read from a request body by [WireReader].
///
/// Its components are the fields: `camelCase` here, `snake_case` on the wire. A component without annotation must be
/// given and may not be null; `@Nullable` may be absent or null; [Default] may be absent. `@Min` and `@Size` limit
/// it.
public interface WireRequest {}
