/// What is taken over a connection, and how: the rows that remember it and the JSON they are written in.
///
/// [dev.allotrope.connect.Connections] is the way in. A connection without a row has
/// [dev.allotrope.source.settings.SourceSettings#DEFAULT]; a member that an older server did not write has its default.
@NullMarked
package dev.allotrope.connect.settings;

import org.jspecify.annotations.NullMarked;
