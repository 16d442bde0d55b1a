/// What every API group shares about the wire: reading requests, writing answers, the shape of errors.
///
/// A request is a record; its components say name, type, default and limits once, and [WireReader] and the API
/// description both read them from there. Reading is lax as FastAPI is lax (numeric texts are numbers, unknown
/// fields are ignored) and reports every problem of a body at once. Start at [WireReader]; errors leave through
/// [WireErrors].
@NullMarked
package dev.allotrope.carbon.wire;

import org.jspecify.annotations.NullMarked;
