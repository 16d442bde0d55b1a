/// Files that hang on documents, which become documents under them, and the images that documents show.
///
/// [AttachedDocuments] knows which files hang where, [Downloads] waits for their bytes, [Files] keeps the bytes until
/// they are read and hands them out, [Images] keeps what somebody asked for. From the moment that a file is read it
/// is a document like any other: chunks, vectors, positions and removal are those of the library.
///
/// Invariants: a file is downloaded once for each version and connection, whatever it hangs on; it never waits for an
/// article's fetch, so that a run without files does not see it; what is removed takes its files along.
@NullMarked
@NamedInterface("attachment")
package dev.allotrope.library.attachment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
