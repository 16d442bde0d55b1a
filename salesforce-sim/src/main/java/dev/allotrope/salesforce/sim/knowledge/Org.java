package dev.allotrope.salesforce.sim.knowledge;

import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The Knowledge base of one org and what users do with it.
///
/// Actions are those of the Lightning Knowledge Guide: a draft is edited and published, a published article is edited
/// as
/// draft, unpublished or archived, an archived one is restored or deleted. An article is named by its `kA0…` id or by
/// the
/// name it was created under. A language of null means the article in all its languages.
public final class Org {

    public static final String ORGANIZATION_ID = SalesforceId.of("00D", 4_711);

    private static final String ARTICLE_PREFIX = "kA0";
    private static final String VERSION_PREFIX = "ka0";

    private final SimClock clock;
    private final Switches switches;
    private final Map<String, KnowledgeArticle> articles = new LinkedHashMap<>();
    private final Map<String, String> idsByName = new HashMap<>();
    private final Map<String, KnowledgeArticle> recycleBin = new LinkedHashMap<>();
    private final TreeMap<String, ArticleVersion> rows = new TreeMap<>();
    private long articleCount;
    private long versionCount;

    public Org(SimClock clock, Switches switches) {
        this.clock = clock;
        this.switches = switches;
    }

    /// A new article as draft in its master language. `name` is unique in the org and usable in place of the id.
    public synchronized ArticleVersion create(String name, String language, ArticleContent content) {
        if (idsByName.containsKey(name)) {
            throw new LifeCycleException("an article named " + name + " exists already");
        }
        articleCount++;
        String number = "%09d".formatted(1_000 + articleCount);
        KnowledgeArticle article =
                new KnowledgeArticle(SalesforceId.of(ARTICLE_PREFIX, articleCount), number, name, language);
        articles.put(article.id, article);
        idsByName.put(name, article.id);
        return put(article, newDraft(article, language, content, Stamps.created(clock.stamp())));
    }

    /// A draft of the article in another language.
    public synchronized ArticleVersion translate(String article, String language, ArticleContent content) {
        KnowledgeArticle found = article(article);
        if (found.languages().contains(language)) {
            throw new LifeCycleException("article " + article + " is in " + language + " already");
        }
        return put(found, newDraft(found, language, content, Stamps.created(clock.stamp())));
    }

    /// Edit as Draft: a new draft next to the online version, which stays up. Answers the draft there is, if there is
    /// one.
    public synchronized ArticleVersion editAsDraft(String article, @Nullable String language) {
        KnowledgeArticle found = article(article);
        String tongue = language == null ? found.masterLanguage : language;
        return found.find(tongue, PublishStatus.DRAFT)
                .orElseGet(() -> draftOf(found, need(found, tongue, PublishStatus.ONLINE)));
    }

    /// Saves a change into the draft (made by Edit as Draft when there is none).
    public synchronized ArticleVersion edit(
            String article, @Nullable String language, UnaryOperator<ArticleContent> change) {
        ArticleVersion draft = editAsDraft(article, language);
        return put(
                article(article),
                draft.with(change.apply(draft.content()), draft.stamps().saved(clock.stamp())));
    }

    /// Deletes the draft, gone at once; an online version stays up.
    public synchronized ArticleVersion discardDraft(String article, @Nullable String language) {
        KnowledgeArticle found = article(article);
        ArticleVersion draft = need(found, language == null ? found.masterLanguage : language, PublishStatus.DRAFT);
        remove(found, draft);
        return draft;
    }

    /// Publishes the drafts; each keeps its id and replaces the online version, which becomes an archived one.
    public synchronized List<ArticleVersion> publish(String article, @Nullable String language) {
        return each(article, language, PublishStatus.DRAFT, this::publish);
    }

    /// Unpublish: the online version goes away and a new draft takes its content.
    public synchronized List<ArticleVersion> unpublish(String article, @Nullable String language) {
        return each(article, language, PublishStatus.ONLINE, this::unpublish);
    }

    /// Archives the online versions; the master takes its translations along.
    public synchronized List<ArticleVersion> archive(String article, @Nullable String language) {
        boolean master = language == null || language.equals(article(article).masterLanguage);
        return each(article, master ? null : language, PublishStatus.ONLINE, this::archive);
    }

    /// Restore: a draft made from the archived version, which stays archived.
    public synchronized ArticleVersion restore(String article, @Nullable String language) {
        KnowledgeArticle found = article(article);
        String tongue = language == null ? found.masterLanguage : language;
        return draftOf(found, need(found, tongue, PublishStatus.ARCHIVED));
    }

    /// Deletes the whole article into the Recycle Bin; refused while a version is online.
    public synchronized void delete(String article) {
        KnowledgeArticle found = article(article);
        if (found.isOnline()) {
            throw new LifeCycleException("article " + article + " is published: archive it before deleting it");
        }
        found.versions().forEach(version -> rows.remove(version.id()));
        articles.remove(found.id);
        recycleBin.put(found.id, found);
    }

    /// Takes an article out of the Recycle Bin with its ids and states.
    public synchronized void undelete(String article) {
        KnowledgeArticle found = recycleBin.remove(idOf(article));
        if (found == null) {
            throw new LifeCycleException("article " + article + " is not in the Recycle Bin");
        }
        articles.put(found.id, found);
        found.versions().forEach(version -> rows.put(version.id(), version));
    }

    /// Deletes one translation, gone at once.
    public synchronized void deleteTranslation(String article, String language) {
        KnowledgeArticle found = article(article);
        if (language.equals(found.masterLanguage)) {
            throw new LifeCycleException(language + " is the master language of article " + article);
        }
        List<ArticleVersion> doomed = found.copyOfVersions().stream()
                .filter(version -> version.language().equals(language))
                .toList();
        doomed.forEach(version -> remove(found, version));
    }

    /// Chooses other data categories for the online versions, without a new version.
    public synchronized List<ArticleVersion> categorize(
            String article, @Nullable String language, List<CategorySelection> selections) {
        return each(article, language, PublishStatus.ONLINE, (found, version) -> {
            boolean moves = switches.on(Switch.CATEGORIES_MOVE_MODSTAMP);
            Stamps stamps = moves ? version.stamps().touched(clock.stamp()) : version.stamps();
            ArticleContent content = version.content();
            return put(found, version.with(content.withLabels(content.labels().withCategories(selections)), stamps));
        });
    }

    /// Every row, in the order of ids: a copy that later changes leave alone.
    public synchronized List<ArticleVersion> rows() {
        return new ArrayList<>(rows.values());
    }

    public synchronized Optional<ArticleVersion> row(String versionId) {
        return Optional.ofNullable(rows.get(versionId));
    }

    /// The rows of some articles; unknown ids are left out.
    public synchronized List<ArticleVersion> rowsOf(Collection<String> articleIds) {
        List<ArticleVersion> found = new ArrayList<>();
        for (String id : articleIds) {
            KnowledgeArticle article = articles.get(id);
            if (article != null) {
                found.addAll(article.versions());
            }
        }
        return found;
    }

    /// The `kA0…` id of an article named by its id (15 or 18 characters) or its name.
    public synchronized String idOf(String article) {
        String byName = idsByName.get(article);
        return byName != null ? byName : SalesforceId.normalise(article).orElse(article);
    }

    /// The name an article was created under.
    public synchronized Optional<String> nameOf(String articleId) {
        return Optional.ofNullable(articles.get(articleId)).map(article -> article.name);
    }

    /// The languages that have a version, and en_US.
    public synchronized Set<String> languages() {
        Set<String> found = new TreeSet<>(Set.of("en_US"));
        rows.values().forEach(version -> found.add(version.language()));
        return found;
    }

    /// The developer names of the record types in use.
    public synchronized Set<String> recordTypes() {
        Set<String> found = new TreeSet<>();
        for (ArticleVersion version : rows.values()) {
            String type = version.content().labels().recordType();
            if (type != null) {
                found.add(type);
            }
        }
        return found;
    }

    private ArticleVersion publish(KnowledgeArticle article, ArticleVersion draft) {
        Instant now = clock.stamp();
        article.find(draft.language(), PublishStatus.ONLINE).ifPresent(online -> supersede(article, online, now));
        article.find(draft.language(), PublishStatus.ARCHIVED)
                .filter(ArticleVersion::latest)
                .ifPresent(old -> put(article, old.with(PublishStatus.ARCHIVED, false, old.stamps())));
        Stamps stamps = draft.stamps().published(now, switches.on(Switch.PUBLISH_MOVES_MODSTAMP));
        return put(article, draft.with(PublishStatus.ONLINE, true, stamps));
    }

    private void supersede(KnowledgeArticle article, ArticleVersion online, Instant now) {
        if (switches.on(Switch.KEEP_OLD_VERSIONS)) {
            put(
                    article,
                    online.with(PublishStatus.ARCHIVED, false, online.stamps().archived(now)));
        } else {
            remove(article, online);
        }
    }

    private ArticleVersion unpublish(KnowledgeArticle article, ArticleVersion online) {
        article.find(online.language(), PublishStatus.DRAFT).ifPresent(draft -> remove(article, draft));
        ArticleVersion draft = draftOf(article, online);
        remove(article, online);
        return draft;
    }

    private ArticleVersion archive(KnowledgeArticle article, ArticleVersion online) {
        return put(
                article,
                online.with(PublishStatus.ARCHIVED, true, online.stamps().archived(clock.stamp())));
    }

    private interface Step {
        ArticleVersion apply(KnowledgeArticle article, ArticleVersion version);
    }

    private List<ArticleVersion> each(String name, @Nullable String language, PublishStatus from, Step step) {
        KnowledgeArticle article = article(name);
        List<String> tongues = language == null ? article.languages() : List.of(language);
        List<ArticleVersion> done = new ArrayList<>();
        for (String tongue : tongues) {
            article.find(tongue, from).ifPresent(version -> done.add(step.apply(article, version)));
        }
        if (done.isEmpty()) {
            throw new LifeCycleException("article " + name + " has no " + from.wireName() + " version");
        }
        return done;
    }

    private ArticleVersion draftOf(KnowledgeArticle article, ArticleVersion version) {
        Stamps stamps = version.stamps().drafted(clock.stamp());
        return put(article, newDraft(article, version.language(), version.content(), stamps));
    }

    private ArticleVersion newDraft(KnowledgeArticle article, String language, ArticleContent content, Stamps stamps) {
        String master = language.equals(article.masterLanguage) ? null : masterVersion(article);
        ArticleVersion.Identity identity =
                new ArticleVersion.Identity(article.id, article.number, language, article.masterLanguage, master);
        String id = SalesforceId.of(VERSION_PREFIX, ++versionCount);
        int number = article.nextVersionNumber(language);
        return new ArticleVersion(id, identity, number, PublishStatus.DRAFT, true, content, stamps);
    }

    private static @Nullable String masterVersion(KnowledgeArticle article) {
        return article.find(article.masterLanguage, PublishStatus.ONLINE)
                .or(() -> article.find(article.masterLanguage, PublishStatus.DRAFT))
                .or(() -> article.find(article.masterLanguage, PublishStatus.ARCHIVED))
                .map(ArticleVersion::id)
                .orElse(null);
    }

    private ArticleVersion put(KnowledgeArticle article, ArticleVersion version) {
        article.put(version);
        rows.put(version.id(), version);
        return version;
    }

    private void remove(KnowledgeArticle article, ArticleVersion version) {
        article.remove(version);
        rows.remove(version.id());
    }

    private KnowledgeArticle article(String article) {
        KnowledgeArticle found = articles.get(idOf(article));
        if (found == null) {
            throw new LifeCycleException("there is no article " + article);
        }
        return found;
    }

    private static ArticleVersion need(KnowledgeArticle article, String language, PublishStatus status) {
        return article.find(language, status)
                .orElseThrow(() -> new LifeCycleException(
                        "article " + article.id + " has no " + status.wireName() + " version in " + language));
    }
}
