/// The part of a run that is about files on documents: which ones there are, their bytes, and what is gone.
///
/// [FileStage] does one step at a time; its caller writes what the step learned together with the run's checkpoint. A
/// run whose documents want no files makes no call here. Removal follows the guard of the run. What else hangs on a
/// document is looked at when somebody asks: [ArticleImages] the images that it shows, [ArticleLinks] the documents
/// that it links to.
@NullMarked
@NamedInterface("files")
package dev.allotrope.sync.files;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
