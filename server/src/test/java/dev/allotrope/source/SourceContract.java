package dev.allotrope.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [Source] keeps. A subclass says how documents come and go in its remote system.
public abstract class SourceContract {
    /// The remote system of one test, empty at first.
    public interface Remote {
        Grant grant();

        /// Writes and publishes a document and answers its external id.
        String publish(String name, String language, String title, String html);

        /// Adds a published document in another language to that family and answers its external id.
        String publishTranslation(String externalId, String language, String title, String html);

        /// Writes a document that is not published and answers the external id that it would have.
        String draft(String name, String language, String title, String html);

        /// Publishes a new revision.
        void republish(String externalId, String title, String html);

        void unpublish(String externalId);

        /// Lets time pass there.
        void pass(Duration duration);
    }

    protected abstract Source source();

    protected abstract Remote remote();

    /// The external id without its language, as [Capability#FAMILY_LOOKUP] takes it.
    protected abstract String family(String externalId);

    @Test
    void lists_what_is_published_and_nothing_else() {
        String guide = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        String manual = remote().publish("manual", "en_US", "Router manual", "<p>Plug in.</p>");
        remote().draft("secret", "en_US", "Unannounced", "<p>Next year.</p>");

        assertThat(listed(100)).extracting(Item::externalId).containsExactlyInAnyOrder(guide, manual);
    }

    @Test
    void an_empty_listing_is_whole() {
        Listing listing = source().list(remote().grant(), Cursor.START, 100);

        assertThat(listing.items()).isEmpty();
        assertThat(listing.next()).isEmpty();
        assertThat(listing.expected()).isZero();
    }

    @Test
    void pages_hold_at_most_the_limit_and_together_everything_once() {
        Set<String> published = publishSome(7);

        List<Item> items = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            Listing page = source().list(remote().grant(), next.get(), 3);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            assertThat(page.expected()).isEqualTo(7);
            items.addAll(page.items());
            next = page.next();
        }

        assertThat(items).hasSize(7).extracting(Item::externalId).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void a_listing_goes_on_from_a_cursor_that_was_stored() {
        Set<String> published = publishSome(5);
        Listing first = source().list(remote().grant(), Cursor.START, 2);

        assertThat(source().capabilities()).contains(Capability.RESUMABLE_LISTING);
        Cursor stored = new Cursor(first.next().orElseThrow().value());
        Set<String> seen = new HashSet<>(ids(first.items()));
        seen.addAll(ids(all(stored, 100)));

        assertThat(seen).isEqualTo(published);
    }

    @Test
    void an_item_tells_what_it_is() {
        String guide = remote().publish("guide", "de", "VPN einrichten", "<p>Verbinden.</p>");

        Item item = listed(100).getFirst();

        assertThat(item.externalId()).isEqualTo(guide);
        assertThat(item.name()).isEqualTo("VPN einrichten");
        assertThat(item.language()).isEqualTo("de");
        assertThat(item.url()).startsWith("http");
        assertThat(item.ref()).isEqualTo(new ItemRef(guide, item.revision().id()));
        assertThat(item.createdAt()).isBeforeOrEqualTo(item.revision().publishedAt());
    }

    @Test
    void a_stamp_stays_until_the_document_changes() {
        String guide = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        String manual = remote().publish("manual", "en_US", "Router manual", "<p>Plug in.</p>");
        List<Item> before = listed(100);

        remote().republish(guide, "VPN guide", "<p>Connect twice.</p>");
        List<Item> after = listed(100);

        assertThat(of(guide, after).stamp()).isNotEqualTo(of(guide, before).stamp());
        assertThat(of(guide, after).revision()).isGreaterThan(of(guide, before).revision());
        assertThat(of(manual, after).stamp()).isEqualTo(of(manual, before).stamp());
    }

    @Test
    void a_pulse_counts_what_is_published_and_moves_with_every_publication() {
        assertThat(source().pulse(remote().grant())).isEqualTo(new Pulse(0, Watermark.NONE));
        String guide = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        remote().publish("manual", "en_US", "Router manual", "<p>Plug in.</p>");
        remote().draft("secret", "en_US", "Unannounced", "<p>Next year.</p>");
        Pulse before = source().pulse(remote().grant());

        assertThat(before.published()).isEqualTo(2);
        assertThat(source().pulse(remote().grant())).isEqualTo(before);
        remote().pass(Duration.ofSeconds(5));
        remote().republish(guide, "VPN guide", "<p>Connect twice.</p>");
        Pulse republished = source().pulse(remote().grant());
        assertThat(republished.published()).isEqualTo(2);
        assertThat(republished.newest().published()).isAfter(before.newest().published());
        remote().unpublish(guide);
        assertThat(source().pulse(remote().grant()).published()).isEqualTo(1);
    }

    @Test
    void what_changed_since_a_pulse_is_listed_and_what_is_older_is_not() {
        remote().publish("manual", "en_US", "Router manual", "<p>Plug in.</p>");
        String guide = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        Watermark before = source().pulse(remote().grant()).newest();
        remote().pass(Duration.ofSeconds(5));
        remote().republish(guide, "VPN guide", "<p>Connect twice.</p>");
        String fresh = remote().publish("fresh", "en_US", "Fresh", "<p>New.</p>");
        remote().draft("secret", "en_US", "Unannounced", "<p>Next year.</p>");

        Watermark behind = before.minus(Duration.ofSeconds(-1));
        assertThat(changed(behind, 100)).extracting(Item::externalId).containsExactlyInAnyOrder(guide, fresh);
        assertThat(changed(Watermark.NONE, 100)).isEqualTo(listed(100));
        assertThat(changed(Watermark.NONE, 1)).isEqualTo(listed(100));
    }

    @Test
    void finds_published_documents_and_answers_the_others_by_absence() {
        String guide = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        String gone = remote().publish("gone", "en_US", "Gone", "<p>Old.</p>");
        String draft = remote().draft("secret", "en_US", "Unannounced", "<p>Next year.</p>");
        remote().unpublish(gone);

        List<Item> found = source().find(
                        remote().grant(), List.of(guide, gone, draft, "", "not an id", "'; DROP TABLE", guide + ":"));

        assertThat(found).extracting(Item::externalId).containsExactly(guide);
        assertThat(found).isEqualTo(listed(100));
    }

    @Test
    void finds_every_language_of_a_family() {
        String english = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        String german = remote().publishTranslation(english, "de", "VPN einrichten", "<p>Verbinden.</p>");

        assertThat(found(english)).containsExactly(english);
        boolean family = source().capabilities().contains(Capability.FAMILY_LOOKUP);
        assertThat(found(family(english)))
                .containsExactlyInAnyOrderElementsOf(family ? List.of(english, german) : List.of());
    }

    @Test
    void fetches_the_content_of_each_item_once() {
        Set<String> published = publishSome(5);
        List<Item> items = listed(100);

        List<Fetched> fetched = fetched(items.stream().map(Item::ref).toList());

        assertThat(fetched).hasSize(5).allSatisfy(answer -> {
            Fetched.Content content = (Fetched.Content) answer;
            assertThat(content.item()).isIn(items);
            assertThat(content.asked()).isEqualTo(content.item().ref());
            assertThat(content.html()).contains("<p>Body of " + content.item().name() + "</p>");
        });
        assertThat(fetched.stream().map(answer -> answer.asked().externalId()))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void a_fingerprint_is_the_same_for_the_same_content_in_another_revision() {
        String guide = remote().publish("guide", "en_US", "VPN guide", "<p>Connect.</p>");
        Fetched.Content first = (Fetched.Content) fetched(refs()).getFirst();
        remote().republish(guide, "VPN guide", "<p>Connect.</p>");
        Fetched.Content same = (Fetched.Content) fetched(refs()).getFirst();
        remote().republish(guide, "VPN guide", "<p>Connect twice.</p>");
        Fetched.Content other = (Fetched.Content) fetched(refs()).getFirst();

        assertThat(same.item().revision()).isGreaterThan(first.item().revision());
        assertThat(same.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void a_revision_that_is_no_longer_published_is_superseded() {
        String replaced = remote().publish("replaced", "en_US", "Replaced", "<p>Old.</p>");
        String withdrawn = remote().publish("withdrawn", "en_US", "Withdrawn", "<p>Secret.</p>");
        List<ItemRef> refs = new ArrayList<>(refs());
        remote().republish(replaced, "Replaced", "<p>New.</p>");
        remote().unpublish(withdrawn);
        refs.add(new ItemRef(replaced, "no revision at all"));

        assertThat(fetched(refs))
                .containsExactlyInAnyOrderElementsOf(refs.stream()
                        .map(ref -> (Fetched) new Fetched.Superseded(ref))
                        .toList());
    }

    @Test
    void nothing_asked_is_nothing_answered() {
        assertThat(fetched(List.of())).isEmpty();
        assertThat(source().find(remote().grant(), List.of())).isEmpty();
    }

    @Test
    void a_stream_may_be_closed_before_its_end() {
        publishSome(5);

        try (Stream<Fetched> stream = source().fetch(remote().grant(), refs())) {
            assertThat(stream.findFirst()).isPresent();
        }
    }

    private Set<String> publishSome(int count) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(remote().publish("document-" + i, "en_US", "Title " + i, "<p>Body of Title " + i + "</p>"));
        }
        return ids;
    }

    private List<ItemRef> refs() {
        return listed(100).stream().map(Item::ref).toList();
    }

    private List<String> found(String externalId) {
        return ids(source().find(remote().grant(), List.of(externalId)));
    }

    private List<Fetched> fetched(Collection<ItemRef> refs) {
        try (Stream<Fetched> stream = source().fetch(remote().grant(), refs)) {
            return stream.toList();
        }
    }

    private List<Item> listed(int limit) {
        return all(Cursor.START, limit);
    }

    private List<Item> all(Cursor from, int limit) {
        return pages(from, cursor -> source().list(remote().grant(), cursor, limit));
    }

    private List<Item> changed(Watermark since, int limit) {
        return pages(Cursor.START, cursor -> source().changed(remote().grant(), since, cursor, limit));
    }

    private static List<Item> pages(Cursor from, Function<Cursor, Listing> ask) {
        List<Item> items = new ArrayList<>();
        Optional<Cursor> next = Optional.of(from);
        while (next.isPresent()) {
            Listing page = ask.apply(next.get());
            items.addAll(page.items());
            next = page.next();
        }
        return items;
    }

    private static List<String> ids(List<Item> items) {
        return items.stream().map(Item::externalId).toList();
    }

    private static Item of(String externalId, List<Item> items) {
        return items.stream()
                .filter(item -> item.externalId().equals(externalId))
                .findFirst()
                .orElseThrow();
    }
}
