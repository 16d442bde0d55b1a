package dev.allotrope.chunk;

import dev.allotrope.parse.Parser;

/// The steps from a body to its windows, as one version. Documents that an earlier one made are made again when
/// somebody asks for that; until then they stay as they are.
public final class Pipeline {
    /// Differs whenever the same body may give another text, other chunks or other windows.
    public static final String VERSION = Parser.VERSION + "." + Chunker.VERSION + "." + Windower.VERSION;

    private Pipeline() {}
}
