package dev.allotrope.sync;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Fingerprint;
import dev.allotrope.kernel.Retry;
import dev.allotrope.kernel.Tags;
import dev.allotrope.source.Capability;
import dev.allotrope.source.Cursor;
import dev.allotrope.source.Fetched;
import dev.allotrope.source.Grant;
import dev.allotrope.source.Item;
import dev.allotrope.source.ItemRef;
import dev.allotrope.source.Listing;
import dev.allotrope.source.Pulse;
import dev.allotrope.source.Revision;
import dev.allotrope.source.Source;
import dev.allotrope.source.SourceKind;
import dev.allotrope.source.Watermark;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.source.attachment.ImageRef;
import dev.allotrope.source.audit.Auditor;
import dev.allotrope.source.audit.Census;
import dev.allotrope.source.audit.Mention;
import dev.allotrope.source.audit.Sighting;
import dev.allotrope.source.audit.Sighting.State;
import dev.allotrope.source.audit.Sightings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A source in memory whose publications a test moves. Each method call counts one API call; a call can be made to
/// fail, and a hook can move publications between two calls.
public final class FakeSource implements Source, Attachments, Auditor {
    private record Published(int version, String html, Instant at) {}

    private static final Instant BEGIN = Instant.parse("2026-11-01T10:00:00Z");

    /// A file and the articles that it hangs on.
    private record Hanging(String name, int version, byte[] content, Set<String> articles) {}

    private final TreeMap<String, Published> published = new TreeMap<>();
    private final TreeMap<String, Hanging> files = new TreeMap<>();
    private final Set<String> unlisted = new HashSet<>();
    /// Its own clock, which moves an hour with each publication.
    private int ticks;

    /// How often a file was hung on an article.
    private int hangs;

    private boolean versionsForgotten;
    private boolean hangingHidden;

    private int pageSize = 3;
    private int calls;
    private int failAt = -1;
    private @Nullable Failure failure;
    private int hookAt = -1;
    private Runnable hook = () -> {};
    private @Nullable String fetchHookOf;
    private Runnable fetchHook = () -> {};
    private final Set<String> outOfScope = new HashSet<>();
    private boolean scopeRefused;
    private @Nullable String coarse;
    private Runnable eachCall = () -> {};
    private @Nullable Failure everyCall;
    private @Nullable Failure everyFetch;
    private final TreeMap<String, String> outside = new TreeMap<>();
    public int bodies;
    public int downloads;

    public void publish(String id, String html) {
        int version = published.containsKey(id) ? published.get(id).version() + 1 : 1;
        ticks++;
        published.put(id, new Published(version, html, BEGIN.plus(Duration.ofHours(ticks))));
    }

    public void unpublish(String id) {
        published.remove(id);
    }

    /// Hangs a file on articles, or gives one new content.
    public void attach(String fileId, String name, String content, String... articles) {
        int version = files.containsKey(fileId) ? files.get(fileId).version() + 1 : 1;
        hang(fileId, new Hanging(name, version, content.getBytes(StandardCharsets.UTF_8), Set.of(articles)));
    }

    private void hang(String fileId, Hanging file) {
        Hanging before = files.put(fileId, file);
        if (before == null || !before.articles().containsAll(file.articles())) {
            hangs++;
        }
    }

    /// From now on no version of a file is a new one.
    public void forgetVersions() {
        versionsForgotten = true;
    }

    /// Says nothing of how many files hang where.
    public void hideHanging() {
        hangingHidden = true;
    }

    /// The same content under another name or on other articles.
    public void rehang(String fileId, String name, String... articles) {
        Hanging file = files.get(fileId);
        hang(fileId, new Hanging(name, file.version(), file.content(), Set.of(articles)));
    }

    public void detach(String fileId) {
        files.remove(fileId);
    }

    /// Published, but every listing lacks it.
    public void hideFromListings(String id) {
        unlisted.add(id);
    }

    public void pages(int size) {
        pageSize = size;
    }

    /// The call with this number from now, counted from 1, fails once.
    public void failCall(int number, Failure with) {
        failAt = calls + number;
        failure = with;
    }

    /// Nothing goes on by itself while a test looks: time has to pass first.
    public void failCall(int number) {
        failCall(
                number,
                new Failure(
                        ErrorCode.SOURCE_UNAVAILABLE,
                        "could not reach the source",
                        Retry.after(Duration.ofHours(1)),
                        null));
    }

    /// Runs before the call with this number from now.
    public void beforeCall(int number, Runnable what) {
        hookAt = calls + number;
        hook = what;
    }

    /// Runs once, when the body of this item is asked for next.
    public void beforeFetchOf(String id, Runnable what) {
        fetchHookOf = id;
        fetchHook = what;
    }

    /// Runs before each call from now on.
    public void beforeEachCall(Runnable what) {
        eachCall = what;
    }

    /// Every call fails so from now on; null: none does.
    public void failCalls(@Nullable Failure with) {
        everyCall = with;
    }

    /// Every question for bodies fails so from now on; null: none does.
    public void failFetches(@Nullable Failure with) {
        everyFetch = with;
    }

    /// Takes a published item out of the scope, for a reason.
    public void exclude(String id, String reason) {
        outside.put(id, reason);
    }

    /// Takes everything in again.
    public void excludeNothing() {
        outside.clear();
    }

    public int calls() {
        return calls;
    }

    @Override
    public SourceKind kind() {
        return SourceKind.SALESFORCE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.RESUMABLE_LISTING);
    }

    @Override
    public Listing list(Grant grant, Cursor from, int limit) {
        return page(grant, from, Instant.EPOCH);
    }

    @Override
    public Pulse pulse(Grant grant) {
        call(grant);
        Instant newest = published.values().stream()
                .map(Published::at)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return new Pulse(inScope(), new Watermark(newest, newest));
    }

    @Override
    public Listing changed(Grant grant, Watermark since, Cursor from, int limit) {
        return page(grant, from, since.published());
    }

    private int inScope() {
        return (int) published.keySet().stream()
                .filter(id -> !outside.containsKey(id))
                .count();
    }

    private Listing page(Grant grant, Cursor from, Instant since) {
        call(grant);
        List<Item> items = published.tailMap(from.value(), false).entrySet().stream()
                .filter(entry -> !unlisted.contains(entry.getKey()))
                .filter(entry -> !outside.containsKey(entry.getKey()))
                .filter(entry -> !entry.getValue().at().isBefore(since))
                .limit(pageSize)
                .map(entry -> item(entry.getKey()))
                .toList();
        boolean last = items.size() < pageSize;
        Optional<Cursor> next =
                last ? Optional.empty() : Optional.of(new Cursor(items.getLast().externalId()));
        return new Listing(items, next, inScope());
    }

    @Override
    public List<Item> find(Grant grant, Collection<String> externalIds) {
        call(grant);
        return externalIds.stream()
                .filter(id -> published.containsKey(id) && !outside.containsKey(id))
                .map(this::item)
                .toList();
    }

    @Override
    public Named named(String id) {
        return new Named.One(id);
    }

    @Override
    public Map<String, String> outside(Grant grant, Collection<String> externalIds) {
        Map<String, String> found = new TreeMap<>(outside);
        found.keySet().retainAll(externalIds);
        found.keySet().retainAll(published.keySet());
        return found;
    }

    @Override
    public Stream<Fetched> fetch(Grant grant, Collection<ItemRef> items) {
        call(grant);
        if (items.stream().anyMatch(ref -> ref.externalId().equals(fetchHookOf))) {
            fetchHookOf = null;
            fetchHook.run();
        }
        if (everyFetch != null) {
            throw everyFetch;
        }
        bodies += items.size();
        return new ArrayList<>(items).stream().map(this::fetched);
    }

    /// Published outside every scope.
    void keepOutOfScope(String id) {
        unlisted.add(id);
        outOfScope.add(id);
    }

    /// Refuses to count what lies within a scope.
    void refuseToCountInScope() {
        scopeRefused = true;
    }

    /// Answers nothing but a number from now on.
    void refuseGroups() {
        coarse = "MALFORMED_QUERY";
    }

    @Override
    public Census census(Grant grant) {
        call(grant);
        Census.Group all = new Census.Group(coarse == null ? "en_US" : null, "", State.PUBLISHED, inScope());
        return new Census(published.isEmpty() ? List.of() : List.of(all), null, coarse);
    }

    @Override
    public Census censusInScope(Grant grant) {
        call(grant);
        if (scopeRefused) {
            throw new Failure(ErrorCode.SOURCE_REFUSED, "could not count within the scope: refused");
        }
        long within = published.keySet().stream()
                .filter(id -> !outOfScope.contains(id))
                .count();
        return new Census(
                List.of(new Census.Group(coarse == null ? "en_US" : null, "", State.PUBLISHED, within)), null, coarse);
    }

    @Override
    public List<Sighting> changedSince(Grant grant, Instant since) {
        call(grant);
        return published.keySet().stream()
                .filter(id -> !unlisted.contains(id))
                .map(this::sighting)
                .toList();
    }

    private Sighting sighting(String id) {
        return new Sighting(id, id, "en_US", item(id).revision().id(), State.PUBLISHED, item(id).modifiedAt());
    }

    @Override
    public Optional<Mention> link(String target) {
        return Optional.empty();
    }

    @Override
    public Optional<Mention> mention(String typed) {
        return Optional.of(Mention.of(List.of(typed)));
    }

    @Override
    public Sightings sightings(Grant grant, Mention mention) {
        call(grant);
        return new Sightings(
                mention.families().stream()
                        .filter(published::containsKey)
                        .map(this::sighting)
                        .toList(),
                null);
    }

    @Override
    public Optional<String> right(State state) {
        return Optional.empty();
    }

    @Override
    public List<AttachedFile> of(Grant grant, Collection<String> revisionIds) {
        call(grant);
        return files(revisionIds);
    }

    /// As if every file were new.
    @Override
    public List<AttachedFile> filesChangedSince(Grant grant, Instant since) {
        call(grant);
        return versionsForgotten ? List.of() : allFiles();
    }

    @Override
    public Optional<HungFiles> hung(Grant grant) {
        call(grant);
        return hangingHidden
                ? Optional.empty()
                : Optional.of(new HungFiles(allFiles().size(), BEGIN.plus(Duration.ofHours(hangs))));
    }

    /// As if every file were hung anew.
    @Override
    public Optional<List<AttachedFile>> filesHungSince(Grant grant, Instant since) {
        call(grant);
        return Optional.of(allFiles());
    }

    private List<AttachedFile> allFiles() {
        return files(
                published.keySet().stream().map(id -> item(id).revision().id()).toList());
    }

    private List<AttachedFile> files(Collection<String> revisionIds) {
        Instant at = Instant.parse("2026-11-01T10:00:00Z");
        List<AttachedFile> found = new ArrayList<>();
        files.forEach((id, file) -> file.articles().stream().sorted().forEach(article -> {
            String revision =
                    published.containsKey(article) ? item(article).revision().id() : "";
            if (revisionIds.contains(revision)) {
                String extension = file.name().substring(file.name().lastIndexOf('.') + 1);
                found.add(new AttachedFile(
                        revision,
                        id,
                        id + "-v" + file.version(),
                        file.name(),
                        extension,
                        file.content().length,
                        "https://acme.test/" + id,
                        at,
                        at));
            }
        }));
        return found;
    }

    @Override
    public synchronized Downloaded file(Grant grant, String versionId, long limit) {
        call(grant);
        downloads++;
        return files.entrySet().stream()
                .filter(entry -> versionId.equals(
                        entry.getKey() + "-v" + entry.getValue().version()))
                .<Downloaded>map(entry -> new Downloaded.Bytes(
                        "application/octetstream", entry.getValue().content()))
                .findFirst()
                .orElseGet(() -> new Downloaded.Unavailable("it is gone"));
    }

    @Override
    public Downloaded image(Grant grant, ImageRef image, long limit) {
        call(grant);
        return new Downloaded.Bytes(
                "image/png", (image.revisionId() + " " + image.field()).getBytes(StandardCharsets.UTF_8));
    }

    private Fetched fetched(ItemRef ref) {
        Published now = published.get(ref.externalId());
        if (now == null || !item(ref.externalId()).revision().id().equals(ref.revisionId())) {
            return new Fetched.Superseded(ref);
        }
        if (now.html().equals("unreadable")) {
            return new Fetched.Unreadable(ref, "the body cannot be read");
        }
        return new Fetched.Content(ref, item(ref.externalId()), Fingerprint.of(now.html()), now.html());
    }

    private Item item(String id) {
        int version = published.get(id).version();
        Instant at = BEGIN.plusSeconds(version);
        return new Item(
                id,
                "Title " + id,
                new Revision(id + "-v" + version, version, at),
                "v" + version,
                at,
                at,
                id.contains(":") ? id.substring(id.indexOf(':') + 1) : "en_US",
                "https://acme.test/" + id,
                Tags.NONE,
                Tags.NONE);
    }

    private void call(Grant grant) {
        grant.meter().admit();
        grant.meter().called();
        calls++;
        eachCall.run();
        if (everyCall != null) {
            throw everyCall;
        }
        if (calls == hookAt) {
            hook.run();
        }
        Failure thrown = failure;
        if (calls == failAt && thrown != null) {
            throw thrown;
        }
    }
}
