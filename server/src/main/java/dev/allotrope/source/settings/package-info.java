/// What a connection takes from its source, and how: the scope, the fields that hold the text, the links.
///
/// Values without behaviour of their own: whoever connects keeps them, a [dev.allotrope.source.Grant] carries them, and
/// the source follows them.
@NullMarked
@NamedInterface("settings")
package dev.allotrope.source.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
