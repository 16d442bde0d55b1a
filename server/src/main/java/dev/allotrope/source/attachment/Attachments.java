package dev.allotrope.source.attachment;

import dev.allotrope.source.Grant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What belongs to the published documents of a source beside their text: files that hang on them, and images that
/// the text shows. Bytes are asked for by ids alone, never by an address that stands in a body. Safe for use by many
/// threads; throws as [dev.allotrope.source.Source] does.
public interface Attachments {
    /// The files that hang on these revisions of documents, whole: what is missing does not hang there, or is not
    /// visible to the connected user.
    List<AttachedFile> of(Grant grant, Collection<String> revisionIds);

    /// The files on published documents that have a version of `since`, by the source's clock, or a later one: for one
    /// call where there are none, else for two. Of very many it tells some. That a file was hung on a document, or
    /// taken off one, is no version: [#hung] shows it.
    List<AttachedFile> filesChangedSince(Grant grant, Instant since);

    /// Whether a file was hung on a document or taken off one since another time, for one call. Empty where the source
    /// does not tell.
    Optional<HungFiles> hung(Grant grant);

    /// The files that were hung on published documents at `since`, by the source's clock, or later. Empty where the
    /// source does not tell.
    Optional<List<AttachedFile>> filesHungSince(Grant grant, Instant since);

    /// The bytes of a version of a file, at most `limit` of them.
    Downloaded file(Grant grant, String versionId, long limit);

    /// The bytes of an image, at most `limit` of them.
    Downloaded image(Grant grant, ImageRef image, long limit);
}
