package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.file.FileVersion;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Files, `ContentDocument` (object reference).
final class DocumentTable implements Table.Rows<StoredFile> {

    private final View view;

    private DocumentTable(View view) {
        this.view = view;
    }

    static Table<StoredFile> of(View view) {
        Table<StoredFile> table =
                new Table<>(new Table.Name("ContentDocument", "Content Document", "069"), new DocumentTable(view));
        addFields(table, "", row -> row);
        return table;
    }

    /// The fields of the document, under a path in tables that point at it.
    static <R> void addFields(Table<R> table, String path, Function<R, StoredFile> document) {
        Function<R, FileVersion> latest = row -> document.apply(row).latest();
        table.add(Column.of(
                path + "Id", Column.Type.ID, 18, row -> document.apply(row).id()));
        table.add(Column.text(path + "Title", 255, row -> latest.apply(row).title()));
        table.add(
                Column.text(path + "FileExtension", 40, row -> latest.apply(row).extension()));
        table.add(Column.text(path + "FileType", 20, row -> latest.apply(row).fileType()));
        table.add(Column.number(path + "ContentSize", row -> latest.apply(row).content().length));
        table.add(Column.reference(
                path + "LatestPublishedVersionId",
                "ContentVersion",
                row -> latest.apply(row).id()));
        table.add(Column.picklist(path + "PublishStatus", List.of("P", "R", "U"), row -> "P"));
        table.add(Column.flag(path + "IsDeleted", row -> false));
        table.add(Column.flag(path + "IsArchived", row -> false));
        table.add(Column.reference(path + "OwnerId", "User", row -> Org.AUTHOR_ID));
        table.add(
                Column.dateTime(path + "CreatedDate", row -> document.apply(row).created()));
        for (String time : List.of("ContentModifiedDate", "LastModifiedDate", "SystemModstamp")) {
            table.add(Column.dateTime(path + time, row -> latest.apply(row).created()));
        }
        String version = path + "LatestPublishedVersion";
        table.parent(version, "ContentVersion", row -> latest.apply(row).id());
        FileVersionTable.addFields(table, version + ".", latest);
    }

    @Override
    public List<StoredFile> all() {
        return view.org().files().documents();
    }

    @Override
    public Optional<List<StoredFile>> by(String field, Collection<String> ids) {
        return field.equalsIgnoreCase("Id")
                ? Optional.of(ids.stream()
                        .flatMap(id -> view.org().files().document(id).stream())
                        .toList())
                : Optional.empty();
    }

    @Override
    public boolean isVisible(StoredFile row) {
        return view.sees(row);
    }
}
