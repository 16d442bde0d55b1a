/// The ports towards a remote system that holds published documents.
///
/// A [Source] lists what is published and fetches content; it is stateless: position lives in the [Cursor], authority
/// in the
/// [Grant]. An [Authorizer] knows the remote OAuth endpoints and what their refusals mean. Adding a second remote
/// system means
/// implementing these two, and [dev.allotrope.source.attachment.Attachments] where documents have files, and nothing
/// else.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.source;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
