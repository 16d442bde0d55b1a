package dev.allotrope.carbon.contract;

import dev.allotrope.carbon.contract.processing.FileTypesAtSource;
import dev.allotrope.library.document.DocumentFilter.Kin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which files are wanted by what they are at the source and what they hang on: articles hang on nothing, attachments
/// on articles.
public final class FileKin {
    private FileKin() {}

    /// Null when nothing is restricted.
    public static @Nullable Kin of(@Nullable List<Long> parentIds, boolean allChildren, Kin.Level level) {
        if (parentIds == null && !allChildren && level == Kin.Level.ANY) {
            return null;
        }
        return new Kin(
                WireIds.documents(parentIds), level, allChildren ? Kin.Reach.AND_CHILDREN : Kin.Reach.THEMSELVES);
    }

    /// Whether any file can be of these types.
    public static boolean admits(@Nullable List<FileTypesAtSource> types) {
        return types == null
                || types.contains(FileTypesAtSource.ARTICLE)
                || types.contains(FileTypesAtSource.ATTACHMENT);
    }

    /// Where files of these types stand.
    public static Kin.Level level(@Nullable List<FileTypesAtSource> types) {
        if (types == null) {
            return Kin.Level.ANY;
        }
        boolean articles = types.contains(FileTypesAtSource.ARTICLE);
        boolean attachments = types.contains(FileTypesAtSource.ATTACHMENT);
        return articles == attachments ? Kin.Level.ANY : articles ? Kin.Level.ROOTS : Kin.Level.CHILDREN;
    }
}
