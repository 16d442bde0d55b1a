package dev.allotrope.salesforce.sim.knowledge;

import dev.allotrope.salesforce.sim.category.Categories;
import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.file.Files;
import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.id.SalesforceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The Knowledge base of one org and what users do with it.
///
/// Actions are those of the Lightning Knowledge Guide: a draft is edited and published, a published article is edited
/// as draft, unpublished or archived, an archived one is restored or deleted. An article is named by its `kA0…` id or
/// by the name it was created under. A language of null means the article in all its languages.
public final class Org {

    public static final String ORGANIZATION_ID = SalesforceId.of("00D", 4_711);

    /// Who wrote all articles and uploaded all files.
    public static final String AUTHOR_ID = SalesforceId.of("005", 1);

    public static final String AUTHOR_NAME = "Knowledge Author";

    private static final String ARTICLE_PREFIX = "kA";
    private static final String VERSION_PREFIX = "ka";

    private final SimClock clock;
    private final Switches switches;
    private final Map<String, KnowledgeArticle> articles = new LinkedHashMap<>();
    private final Map<String, String> idsByName = new HashMap<>();
    private final Map<String, KnowledgeArticle> recycleBin = new LinkedHashMap<>();
    private final List<String> articleTypes = new ArrayList<>();
    private final Categories categories = new Categories();
    private final Shelf shelf = new Shelf(categories);
    private final RichTextImages images = new RichTextImages();
    private final Views views = new Views();
    private final Files files;
    private long articleCount;
    private long versionCount;

    public Org(SimClock clock, Switches switches) {
        this.clock = clock;
        this.switches = switches;
        this.files = new Files(clock);
    }

    /// The data category groups; a path that an article names is taken into them.
    public Categories categories() {
        return categories;
    }

    public Files files() {
        return files;
    }

    public RichTextImages images() {
        return images;
    }

    public Views views() {
        return views;
    }

    /// A new article as draft in its master language. `name` is unique in the org and usable in place of the id.
    public synchronized ArticleVersion create(String name, String language, ArticleContent content) {
        if (idsByName.containsKey(name)) {
            throw new LifeCycleException("an article named " + name + " exists already");
        }
        articleCount++;
        String number = "%09d".formatted(1_000 + articleCount);
        KnowledgeArticle article = new KnowledgeArticle(
                SalesforceId.of(prefix(ARTICLE_PREFIX, content), articleCount), number, name, language);
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
        found.versions().forEach(shelf::remove);
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
        found.versions().forEach(shelf::put);
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
            Stamps stamps = touched(version, Switch.CATEGORIES_MOVE_MODSTAMP);
            ArticleContent content = version.content();
            return put(found, version.with(content.withLabels(content.labels().withCategories(selections)), stamps));
        });
    }

    /// Attaches a document to the online versions, without a new version.
    public synchronized List<ArticleVersion> attach(String article, @Nullable String language, String documentId) {
        String id = files.document(documentId)
                .orElseThrow(() -> new LifeCycleException("there is no document " + documentId))
                .id();
        return refile(article, language, attachments -> {
            attachments.removeIf(each -> each.documentId().equals(id));
            attachments.add(new ArticleContent.Attachment(id, clock.stamp()));
        });
    }

    /// Takes a document off the online versions; the document stays.
    public synchronized List<ArticleVersion> detach(String article, @Nullable String language, String documentId) {
        String id = SalesforceId.normalise(documentId).orElse(documentId);
        return refile(
                article,
                language,
                attachments -> attachments.removeIf(each -> each.documentId().equals(id)));
    }

    private List<ArticleVersion> refile(
            String article, @Nullable String language, Consumer<List<ArticleContent.Attachment>> change) {
        return each(article, language, PublishStatus.ONLINE, (found, version) -> {
            List<ArticleContent.Attachment> attachments =
                    new ArrayList<>(version.content().attachments());
            change.accept(attachments);
            Stamps stamps = touched(version, Switch.FILES_MOVE_MODSTAMP);
            return put(found, version.with(version.content().withAttachments(attachments), stamps));
        });
    }

    /// Whether a version went into the Recycle Bin with its article.
    public synchronized boolean isInRecycleBin(String versionId) {
        return recycleBin.values().stream()
                .anyMatch(article -> article.versions().stream()
                        .anyMatch(version -> version.id().equals(versionId)));
    }

    /// Every row, in the order of ids: a copy that later changes leave alone.
    public synchronized List<ArticleVersion> rows() {
        return shelf.all();
    }

    public synchronized Optional<ArticleVersion> row(String versionId) {
        return shelf.find(versionId);
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

    /// The rows that a document hangs on.
    public synchronized List<ArticleVersion> rowsWithFile(String documentId) {
        return shelf.withFile(documentId);
    }

    /// Every article outside the Recycle Bin, in the order of creation.
    public synchronized List<ArticleHead> heads() {
        return heads(articles.keySet());
    }

    /// Articles by their ids; unknown ones are left out.
    public synchronized List<ArticleHead> heads(Collection<String> articleIds) {
        return articleIds.stream()
                .flatMap(id -> Optional.ofNullable(articles.get(id)).stream())
                .map(each -> new ArticleHead(each.id, each.number, each.masterLanguage, each.copyOfVersions()))
                .toList();
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

    /// The language of articles that name none.
    public String defaultLanguage() {
        return switches.defaultLanguage();
    }

    /// The languages that are set up or were ever used.
    public synchronized Set<String> languages() {
        Set<String> found = new TreeSet<>(switches.languages());
        found.add(switches.defaultLanguage());
        found.addAll(shelf.languages());
        return found;
    }

    /// The article types of Classic Knowledge, in the order of their key prefixes.
    public synchronized List<String> articleTypes() {
        return List.copyOf(articleTypes);
    }

    /// The developer names of the record types that were ever used.
    public synchronized Set<String> recordTypes() {
        return new TreeSet<>(shelf.recordTypes());
    }

    /// The values of the picklist ValidationStatus.
    public synchronized Set<String> validationStatuses() {
        return new TreeSet<>(shelf.validationStatuses());
    }

    private ArticleVersion publish(KnowledgeArticle article, ArticleVersion draft) {
        Instant now = clock.stamp();
        Optional<ArticleVersion> replaced = article.find(draft.language(), PublishStatus.ONLINE);
        replaced.ifPresent(online -> supersede(article, online, now));
        article.find(draft.language(), PublishStatus.ARCHIVED)
                .filter(ArticleVersion::latest)
                .ifPresent(old -> put(article, old.with(PublishStatus.ARCHIVED, false, old.stamps())));
        Stamps stamps = draft.stamps().published(now, switches.on(Switch.PUBLISH_MOVES_MODSTAMP));
        ArticleVersion online = put(article, draft.with(PublishStatus.ONLINE, true, stamps));
        if (replaced.isEmpty()) {
            return online;
        }
        return online.identity().master() ? outdating(article, online) : upToDate(article, online, replaced.get());
    }

    /// A master that is published anew leaves its translations behind.
    private ArticleVersion outdating(KnowledgeArticle article, ArticleVersion master) {
        if (switches.on(Switch.UPDATES_OUTDATE_TRANSLATIONS)) {
            article.copyOfVersions().stream()
                    .filter(version -> version.status() == PublishStatus.ONLINE && !version.equals(master))
                    .forEach(
                            version -> mark(article, version, true, touched(version, Switch.OUTDATING_MOVES_MODSTAMP)));
        }
        return master;
    }

    /// A translation that is published anew has caught up, unless its author says otherwise.
    private ArticleVersion upToDate(KnowledgeArticle article, ArticleVersion online, ArticleVersion replaced) {
        boolean inherited = replaced.content().labels().outOfDate();
        return inherited ? mark(article, online, false, online.stamps()) : online;
    }

    private ArticleVersion mark(KnowledgeArticle article, ArticleVersion version, boolean outOfDate, Stamps stamps) {
        ArticleContent content = version.content();
        return put(article, version.with(content.withLabels(content.labels().withOutOfDate(outOfDate)), stamps));
    }

    private Stamps touched(ArticleVersion version, Switch moves) {
        return switches.on(moves) ? version.stamps().touched(clock.stamp()) : version.stamps();
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
        String id = SalesforceId.of(prefix(VERSION_PREFIX, content), ++versionCount);
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
        shelf.put(version);
        return version;
    }

    private void remove(KnowledgeArticle article, ArticleVersion version) {
        article.remove(version);
        shelf.remove(version);
    }

    /// Classic Knowledge has an object, and so a key prefix, for each article type.
    private String prefix(String prefix, ArticleContent content) {
        String type = content.labels().recordType();
        if (!switches.on(Switch.CLASSIC) || type == null) {
            return prefix + "0";
        }
        if (!articleTypes.contains(type)) {
            articleTypes.add(type);
        }
        return prefix + Integer.toString(articleTypes.indexOf(type), Character.MAX_RADIX);
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
