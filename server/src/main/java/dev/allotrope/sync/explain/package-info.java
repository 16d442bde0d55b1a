/// Why a document is not here, or since when it is.
///
/// [dev.allotrope.sync.explain.Explain] collects what the library, the runs and the source know of a document that
/// somebody names; [dev.allotrope.sync.explain.Judge] draws the conclusion, which is a
/// [dev.allotrope.sync.explain.Reason] with the facts it rests on. Nothing is stored, and of what is not published
/// nothing but ids, states and times is read.
@NullMarked
@NamedInterface("explain")
package dev.allotrope.sync.explain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
