package dev.allotrope.salesforce;

import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.Knowledge.BodyField;
import dev.allotrope.salesforce.article.SalesforceId;
import dev.allotrope.salesforce.article.Soql;
import dev.allotrope.salesforce.file.FileLink;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.Download;
import dev.allotrope.salesforce.rest.QueryPage;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.rest.StaleDescription;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.source.attachment.ImageRef;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files that hang on the articles of an org, and the images inside their rich text.
final class SalesforceAttachments implements Attachments {
    /// The most articles whose files are asked for in one query.
    static final int MAX_ASKED = 500;
    /// The most files with new versions that are looked at between two whole listings.
    static final int MAX_CHANGED = 400;
    /// How often a query is begun again after Salesforce dropped its cursor.
    static final int MAX_RESTARTS = 3;

    private final SalesforceRest rest;
    private final Descriptions descriptions;

    SalesforceAttachments(SalesforceRest rest, Descriptions descriptions) {
        this.rest = rest;
        this.descriptions = descriptions;
    }

    @Override
    public List<AttachedFile> of(Grant grant, Collection<String> revisionIds) {
        List<String> ids = revisionIds.stream()
                .flatMap(id -> SalesforceId.normalise(id).stream())
                .distinct()
                .sorted()
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        String doing = "list the files on articles of data source " + grant.connection();
        return descriptions.with(
                grant,
                knowledge -> Soql.cut(ids, FileLink.of(List.of()), MAX_ASKED).stream()
                        .flatMap(part -> of(grant, knowledge, part, doing).stream())
                        .toList());
    }

    @Override
    public List<AttachedFile> filesChangedSince(Grant grant, Instant since) {
        String doing = "ask for new versions of files of data source " + grant.connection();
        return descriptions.withKnown(grant, knowledge -> {
            RestCall versions =
                    RestCall.query(knowledge.version(), FileLink.newVersions(since, MAX_CHANGED), RestCall.MAX_ROWS);
            // Where the org refuses this question, whole listings still see what changed.
            List<String> files = switch (rest.ask(grant, versions, doing, QueryPage.of(FileLink::document))) {
                case Answer.Given<QueryPage<String>>(QueryPage<String> page, long _) ->
                    page.rows().stream().distinct().toList();
                case Answer.Refused<QueryPage<String>> _ -> List.of();
            };
            return files.isEmpty()
                    ? List.of()
                    : linked(grant, knowledge, FileLink.ofFiles(files), doing).orThrow(doing);
        });
    }

    /// Where the org refuses a question about links, whole listings still see what was hung and what was taken off.
    @Override
    public Optional<HungFiles> hung(Grant grant) {
        String doing = "ask whether files were hung on articles of data source " + grant.connection();
        return descriptions.withKnown(grant, knowledge -> {
            RestCall call = RestCall.query(knowledge.version(), FileLink.hungOn(knowledge.object()), RestCall.MAX_ROWS);
            return switch (rest.ask(grant, call, doing, QueryPage.of(FileLink::hung))) {
                case Answer.Given<QueryPage<HungFiles>>(QueryPage<HungFiles> page, long _) ->
                    page.rows().stream().findFirst();
                case Answer.Refused<QueryPage<HungFiles>> _ -> Optional.empty();
            };
        });
    }

    @Override
    public Optional<List<AttachedFile>> filesHungSince(Grant grant, Instant since) {
        String doing = "list the files that were hung on articles of data source " + grant.connection();
        return descriptions.withKnown(grant, knowledge -> switch (linked(
                grant, knowledge, FileLink.hungSince(knowledge.object(), since), doing)) {
            case Answer.Given<List<AttachedFile>>(List<AttachedFile> files, long _) -> Optional.of(files);
            case Answer.Refused<List<AttachedFile>> _ -> Optional.empty();
        });
    }

    @Override
    public Downloaded file(Grant grant, String versionId, long limit) {
        String doing = "download a file of data source " + grant.connection();
        Optional<String> id = SalesforceId.normalise(versionId);
        if (id.isEmpty()) {
            return new Downloaded.Unavailable("its version has no id of Salesforce's");
        }
        return descriptions.with(
                grant,
                knowledge -> download(
                        grant,
                        knowledge.version() + "/sobjects/ContentVersion/" + id.get() + "/VersionData",
                        limit,
                        doing));
    }

    /// An image is asked for by the field it stands in. Where that is not known, or is not the connected user's to
    /// see, each rich text field is tried.
    @Override
    public Downloaded image(Grant grant, ImageRef image, long limit) {
        String doing = "download an image of data source " + grant.connection();
        Optional<String> revision = SalesforceId.normalise(image.revisionId());
        Optional<String> id = SalesforceId.normalise(image.imageId());
        if (revision.isEmpty() || id.isEmpty()) {
            return new Downloaded.Unavailable("it has no id of Salesforce's");
        }
        return descriptions.with(grant, knowledge -> {
            Downloaded answer = new Downloaded.Unavailable("no rich text field shows it");
            for (String field : fields(knowledge, image.field())) {
                String path = knowledge.version() + "/sobjects/" + knowledge.object() + "/" + revision.get()
                        + "/richTextImageFields/" + field + "/" + id.get();
                answer = download(grant, path, limit, doing);
                if (answer instanceof Downloaded.Bytes) {
                    return answer;
                }
            }
            return answer;
        });
    }

    private static List<String> fields(Knowledge knowledge, String hint) {
        List<String> rich = knowledge.body().stream()
                .filter(BodyField::rich)
                .map(BodyField::name)
                .toList();
        return rich.contains(hint) ? List.of(hint) : rich;
    }

    /// What is not there now may have been there when its id was read.
    private Downloaded download(Grant grant, String path, long limit, String doing) {
        return switch (rest.download(grant, RestCall.blob(path), doing, limit)) {
            case Answer.Given<Download>(Download download, long _) ->
                new Downloaded.Bytes(download.contentType(), download.bytes());
            case Answer.Refused<Download>(Refusal refusal) -> {
                if (refusal.answerTooLarge()) {
                    yield new Downloaded.Unavailable("it has more than " + limit + " bytes");
                }
                if (refusal.status() == 404 || refusal.hides()) {
                    yield new Downloaded.Unavailable("Salesforce does not show it to the connected user");
                }
                throw StaleDescription.unlessFinal(refusal, doing);
            }
        };
    }

    private List<AttachedFile> of(Grant grant, Knowledge knowledge, List<String> ids, String doing) {
        Answer<List<AttachedFile>> answer = once(grant, knowledge, ids, doing);
        for (int i = 0; i < MAX_RESTARTS && isRefused(answer, Refusal.Kind.LOCATOR_GONE); i++) {
            answer = once(grant, knowledge, ids, doing);
        }
        if (ids.size() > 1 && isRefused(answer, Refusal.Kind.TOO_MUCH)) {
            int half = ids.size() / 2;
            List<AttachedFile> both = new ArrayList<>(of(grant, knowledge, ids.subList(0, half), doing));
            both.addAll(of(grant, knowledge, ids.subList(half, ids.size()), doing));
            return both;
        }
        return answer.orThrow(doing);
    }

    private static boolean isRefused(Answer<?> answer, Refusal.Kind kind) {
        return answer instanceof Answer.Refused<?>(Refusal refusal) && refusal.kind() == kind;
    }

    private Answer<List<AttachedFile>> once(Grant grant, Knowledge knowledge, List<String> ids, String doing) {
        return linked(grant, knowledge, FileLink.of(ids), doing);
    }

    private Answer<List<AttachedFile>> linked(Grant grant, Knowledge knowledge, String soql, String doing) {
        List<AttachedFile> files = new ArrayList<>();
        RestCall call = RestCall.query(knowledge.version(), soql, RestCall.MAX_ROWS);
        long bytes = 0;
        while (true) {
            // Asked for before the answer is read: it may come from the database, and reading has an end.
            URI instance = grant.instance();
            switch (rest.ask(grant, call, doing, QueryPage.of(row -> FileLink.read(instance, row)))) {
                case Answer.Refused<QueryPage<AttachedFile>>(Refusal refusal) -> {
                    return new Answer.Refused<>(refusal);
                }
                case Answer.Given<QueryPage<AttachedFile>>(QueryPage<AttachedFile> page, long length) -> {
                    files.addAll(page.rows());
                    bytes += length;
                    @Nullable String next = page.next();
                    if (next == null || files.size() > page.total()) {
                        ArticleQueries.requireWhole(files.size(), page.total(), doing);
                        return new Answer.Given<>(files, bytes);
                    }
                    call = RestCall.nextPage(next, RestCall.MAX_ROWS);
                }
            }
        }
    }
}
