package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.query.Column;
import dev.allotrope.salesforce.sim.query.Conditions;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.soql.Condition;
import dev.allotrope.salesforce.sim.soql.Soql;
import dev.allotrope.salesforce.sim.soql.SoqlException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which file hangs on which version, `ContentDocumentLink` (object reference, with its restrictions on queries).
final class LinkTable implements Table.Rows<LinkTable.Link> {

    private static final String PREFIX = "06A";
    private static final long IDS_A_VERSION = 10_000_000;
    private static final String RESTRICTION = "Implementation restriction: ContentDocumentLink requires a filter by a "
            + "single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN "
            + "operator.";

    private final View view;

    private LinkTable(View view) {
        this.view = view;
    }

    /// A file on a version.
    record Link(String id, ArticleVersion version, StoredFile file, Instant since) {}

    static Table<Link> of(View view) {
        Table<Link> table = new Table<>(
                new Table.Name("ContentDocumentLink", "Content Document Link", PREFIX), new LinkTable(view));
        table.add(Column.id(Link::id));
        table.add(Column.reference(
                "LinkedEntityId",
                "KnowledgeArticleVersion",
                row -> row.version().id()));
        table.add(Column.reference(
                "ContentDocumentId", "ContentDocument", row -> row.file().id()));
        table.add(Column.flag("IsDeleted", row -> false));
        table.add(Column.dateTime("SystemModstamp", Link::since));
        table.add(Column.picklist("ShareType", List.of("V", "C", "I"), row -> "V"));
        table.add(
                Column.picklist("Visibility", List.of("AllUsers", "InternalUsers", "SharedUsers"), row -> "AllUsers"));
        table.parent("ContentDocument", "ContentDocument", row -> row.file().id());
        DocumentTable.addFields(table, "ContentDocument.", Link::file);
        return table;
    }

    static List<Link> of(View view, ArticleVersion version) {
        return version.content().attachments().stream()
                .flatMap(attachment -> view.org().files().document(attachment.documentId()).stream()
                        .map(file -> new Link(id(version, file), version, file, attachment.since())))
                .toList();
    }

    private static String id(ArticleVersion version, StoredFile file) {
        return SalesforceId.of(
                PREFIX, SalesforceId.number(version.id()) * IDS_A_VERSION + SalesforceId.number(file.id()));
    }

    /// Filters on the document's fields need a filter on LinkedEntityId (object reference, ContentDocumentLink, Usage).
    @Override
    public Predicate<Link> reachable(Soql soql) {
        List<Condition> all = Conditions.all(soql.where());
        boolean byEntity = names(all, "LinkedEntityId");
        boolean byDocument = names(all, "ContentDocumentId") || names(all, "Id");
        if (!byEntity && !byDocument) {
            throw new SoqlException("MALFORMED_QUERY", RESTRICTION);
        }
        if (!byEntity && mentionsDocument(soql)) {
            throw new SoqlException(
                    "MALFORMED_QUERY",
                    "Implementation restriction: filtering on ContentDocument fields requires a filter on LinkedEntityId.");
        }
        return Table.Rows.super.reachable(soql);
    }

    private static boolean names(List<Condition> all, String field) {
        return all.stream()
                .anyMatch(each -> Conditions.ids(each, field)
                        .filter(ids -> !ids.isEmpty() || Conditions.namesNothing(each))
                        .isPresent());
    }

    private static boolean mentionsDocument(Soql soql) {
        return Stream.of("Title", "FileExtension", "FileType", "ContentSize", "CreatedDate", "SystemModstamp")
                .anyMatch(field -> Conditions.mentions(soql.where(), "ContentDocument." + field));
    }

    @Override
    public List<Link> all() {
        return links(view.org().rows());
    }

    @Override
    public Optional<List<Link>> by(String field, Collection<String> ids) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "linkedentityid" ->
                Optional.of(links(
                        ids.stream().flatMap(id -> view.org().row(id).stream()).toList()));
            case "contentdocumentid" ->
                Optional.of(links(ids.stream()
                                .flatMap(id -> view.org().rowsWithFile(id).stream())
                                .toList())
                        .stream()
                        .filter(link -> ids.contains(link.file().id()))
                        .toList());
            case "id" ->
                Optional.of(
                        all().stream().filter(link -> ids.contains(link.id())).toList());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean isVisible(Link row) {
        return view.sees(row.version());
    }

    private List<Link> links(List<ArticleVersion> rows) {
        return rows.stream().flatMap(row -> of(view, row).stream()).toList();
    }
}
