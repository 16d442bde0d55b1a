package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.file.FileVersion;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Versions of files, `ContentVersion` (object reference). `VersionData` reads as the address of the bytes.
final class FileVersionTable implements Table.Rows<FileVersion> {

    private final View view;

    private FileVersionTable(View view) {
        this.view = view;
    }

    static Table<FileVersion> of(View view, String base) {
        Table<FileVersion> table =
                new Table<>(new Table.Name("ContentVersion", "Content Version", "068"), new FileVersionTable(view));
        addFields(table, "", row -> row);
        table.add(new Column<>(
                "VersionData",
                Column.Type.BASE64,
                0,
                new Column.Traits(false, false, false, false),
                List.of(),
                row -> base + "/sobjects/ContentVersion/" + row.id() + "/VersionData"));
        table.add(Column.flag("IsLatest", row -> latest(view, row)));
        return table;
    }

    static <R> void addFields(Table<R> table, String path, Function<R, FileVersion> version) {
        table.add(Column.of(
                path + "Id", Column.Type.ID, 18, row -> version.apply(row).id()));
        table.add(Column.reference(
                path + "ContentDocumentId",
                "ContentDocument",
                row -> version.apply(row).documentId()));
        table.add(Column.text(
                path + "VersionNumber",
                20,
                row -> Integer.toString(version.apply(row).number())));
        table.add(Column.text(path + "Title", 255, row -> version.apply(row).title()));
        table.add(Column.text(
                path + "PathOnClient", 500, row -> version.apply(row).name()));
        table.add(Column.text(
                path + "FileExtension", 40, row -> version.apply(row).extension()));
        table.add(Column.text(path + "FileType", 20, row -> version.apply(row).fileType()));
        table.add(Column.number(path + "ContentSize", row -> version.apply(row).content().length));
        table.add(Column.text(path + "Checksum", 50, row -> version.apply(row).checksum()));
        table.add(Column.flag(path + "IsDeleted", row -> false));
        table.add(Column.reference(path + "OwnerId", "User", row -> Org.AUTHOR_ID));
        for (String time : List.of("CreatedDate", "LastModifiedDate", "SystemModstamp")) {
            table.add(Column.dateTime(path + time, row -> version.apply(row).created()));
        }
    }

    private static boolean latest(View view, FileVersion version) {
        return view.org()
                .files()
                .document(version.documentId())
                .filter(document -> document.latest().id().equals(version.id()))
                .isPresent();
    }

    @Override
    public List<FileVersion> all() {
        return view.org().files().documents().stream()
                .flatMap(document -> document.versions().stream())
                .toList();
    }

    @Override
    public Optional<List<FileVersion>> by(String field, Collection<String> ids) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "id" ->
                Optional.of(ids.stream()
                        .flatMap(id -> view.org().files().version(id).stream())
                        .toList());
            case "contentdocumentid" ->
                Optional.of(ids.stream()
                        .flatMap(id -> view.org().files().document(id).stream())
                        .map(StoredFile::versions)
                        .flatMap(List::stream)
                        .toList());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean isVisible(FileVersion row) {
        return view.org().files().document(row.documentId()).filter(view::sees).isPresent();
    }
}
