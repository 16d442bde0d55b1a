package dev.allotrope.sync.files;

import dev.allotrope.kernel.ConnectionId;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.library.Contents;
import dev.allotrope.library.audit.LinkTargets;
import dev.allotrope.library.audit.LinkTargets.Target;
import dev.allotrope.library.document.Document;
import dev.allotrope.parse.Content;
import dev.allotrope.parse.Parser;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.tenant.Tenant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The links of articles to other articles. They are read from the kept body and resolved when somebody asks, so that
/// it does not matter which article came first, was renamed, or is gone by now. Calls nobody.
public final class ArticleLinks {
    /// The most links of one article that are looked at.
    static final int MAX_LINKS = 200;

    private final Auditor auditor;
    private final Contents contents;
    private final LinkTargets targets;
    private final Parser parser = new Parser();

    public ArticleLinks(Auditor auditor, Contents contents, LinkTargets targets) {
        this.auditor = auditor;
        this.contents = contents;
        this.targets = targets;
    }

    /// A link as the article writes it, and the document that it leads to with its address, null when that is not here.
    public record Link(
            String target,
            @Nullable DocumentId document,
            @Nullable String url) {
        static Link of(String target, Optional<Target> found) {
            return new Link(
                    target,
                    found.map(Target::id).orElse(null),
                    found.map(Target::url).orElse(null));
        }
    }

    /// What each of a tenant's documents links to, in the order of its text; documents without such links are missing.
    public Map<DocumentId, List<Link>> of(Tenant tenant, List<Document> documents) {
        Map<DocumentId, List<Link>> links = new LinkedHashMap<>();
        documents.stream()
                .collect(Collectors.groupingBy(Document::connection))
                .forEach((connection, some) -> links.putAll(resolved(tenant, connection, some)));
        return links;
    }

    private Map<DocumentId, List<Link>> resolved(Tenant tenant, ConnectionId connection, List<Document> documents) {
        Map<Document, Map<String, Mention>> written = new LinkedHashMap<>();
        documents.forEach(document -> {
            Map<String, Mention> mentions = written(document);
            if (!mentions.isEmpty()) {
                written.put(document, mentions);
            }
        });
        List<Mention> all = written.values().stream()
                .flatMap(mentions -> mentions.values().stream())
                .distinct()
                .toList();
        List<Target> found = targets.find(tenant, connection, all);
        Map<DocumentId, List<Link>> links = new LinkedHashMap<>();
        written.forEach((document, mentions) -> links.put(document.id(), resolved(document, mentions, found)));
        return links;
    }

    /// The links to articles by their addresses, each once.
    private Map<String, Mention> written(Document document) {
        if (document.attachment() != null || document.contentsDeleted()) {
            return Map.of();
        }
        Map<String, Mention> mentions = new LinkedHashMap<>();
        contents.raw(document.tenant(), document.id()).map(parser::parse).map(Content::links).stream()
                .flatMap(List::stream)
                .map(Content.Link::target)
                .distinct()
                .forEach(target -> {
                    if (mentions.size() < MAX_LINKS) {
                        auditor.link(target).ifPresent(mention -> mentions.put(target, mention));
                    }
                });
        return mentions;
    }

    private static List<Link> resolved(Document document, Map<String, Mention> mentions, List<Target> found) {
        return mentions.entrySet().stream()
                .map(link -> Link.of(link.getKey(), chosen(link.getValue(), document.language(), found)))
                .toList();
    }

    /// In the language that the link names; a link that names none leads to the reader's, which is taken for that of
    /// the article it stands in, or to the master.
    private static Optional<Target> chosen(Mention link, String language, List<Target> found) {
        String named = link.language();
        return found.stream()
                .filter(target -> target.isMeantBy(link))
                .filter(target -> named == null || target.language().equalsIgnoreCase(named))
                .max(Comparator.comparing((Target target) -> target.language().equals(language))
                        .thenComparing(Target::master)
                        .thenComparing(target -> -target.id().value()));
    }
}
