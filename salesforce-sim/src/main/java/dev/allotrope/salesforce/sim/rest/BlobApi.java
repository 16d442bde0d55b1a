package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.file.FileVersion;
import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.query.Table;
import dev.allotrope.salesforce.sim.schema.Schema;
import dev.allotrope.salesforce.sim.schema.View;
import java.util.Optional;

/// Bytes: of files (REST API guide, sObject Blob Get) and of images inside rich text (sObject Rich Text Image Get).
final class BlobApi {

    private static final String BINARY = "application/octetstream";

    /// `…/sobjects/ContentVersion/{id}/VersionData`.
    Reply versionData(View view, String id) {
        return view.org()
                .files()
                .version(id)
                .filter(version -> isSeen(view, version))
                .map(version -> Reply.bytes(BINARY, version.content()))
                .orElseGet(RestApi::notFound);
    }

    private static boolean isSeen(View view, FileVersion version) {
        return view.org()
                .files()
                .document(version.documentId())
                .filter(view::sees)
                .isPresent();
    }

    /// `…/sobjects/{X}/{id}/richTextImageFields/{field}/{image}`: an image that the field of that version shows.
    Reply image(View view, Schema schema, ImageAddress address) {
        Optional<Table<ArticleVersion>> table = schema.articles(address.object());
        Optional<String> text = table.flatMap(found -> text(found, address));
        return text.filter(html -> RichTextImages.shows(html, address.image()))
                .map(html -> view.org().images().image(address.image()))
                .map(image -> Reply.bytes(image.contentType(), image.content()))
                .orElseGet(RestApi::notFound);
    }

    private static Optional<String> text(Table<ArticleVersion> table, ImageAddress address) {
        return table.find(address.field())
                .filter(column -> column.traits().html())
                .flatMap(column -> SalesforceId.normalise(address.version())
                        .flatMap(table::row)
                        .flatMap(row -> Optional.ofNullable(column.read(row))))
                .map(String::valueOf);
    }

    /// Where an image stands.
    record ImageAddress(String object, String version, String field, String image) {}
}
