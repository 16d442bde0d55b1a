package dev.allotrope.carbon;

import dev.allotrope.kernel.Fingerprint;
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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A source whose documents a test publishes; the same for every connection.
final class PublishedDocuments implements Source {
    private static final Instant PUBLISHED = Instant.parse("2024-05-06T07:08:09Z");

    private final Map<String, Fetched.Content> documents = new ConcurrentHashMap<>();

    void publish(String externalId, String title, String html) {
        publish(externalId, title, html, "en_US");
    }

    void publish(String externalId, String title, String html, String language) {
        Item item = new Item(
                externalId,
                title,
                new Revision("v-" + externalId, 1, PUBLISHED),
                "stamp",
                PUBLISHED,
                PUBLISHED,
                language,
                "https://acme.lightning.force.com/" + externalId,
                Tags.of(Map.of("salesforce_language", language)),
                Tags.NONE);
        documents.put(externalId, new Fetched.Content(item.ref(), item, Fingerprint.of(html), html));
    }

    void unpublish(String externalId) {
        documents.remove(externalId);
    }

    @Override
    public SourceKind kind() {
        return SourceKind.SALESFORCE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Listing list(Grant grant, Cursor from, int limit) {
        List<Item> items =
                documents.values().stream().map(Fetched.Content::item).toList();
        return new Listing(items, Optional.empty(), items.size());
    }

    @Override
    public Pulse pulse(Grant grant) {
        return new Pulse(documents.size(), new Watermark(PUBLISHED, PUBLISHED));
    }

    @Override
    public Listing changed(Grant grant, Watermark since, Cursor from, int limit) {
        return list(grant, from, limit);
    }

    @Override
    public List<Item> find(Grant grant, Collection<String> externalIds) {
        return documents.values().stream()
                .map(Fetched.Content::item)
                .filter(item -> externalIds.contains(item.externalId()))
                .toList();
    }

    @Override
    public Named named(String id) {
        return new Named.One(id);
    }

    @Override
    public Map<String, String> outside(Grant grant, Collection<String> externalIds) {
        return Map.of();
    }

    @Override
    public Stream<Fetched> fetch(Grant grant, Collection<ItemRef> items) {
        return items.stream().map(ref -> documents.get(ref.externalId()));
    }
}
