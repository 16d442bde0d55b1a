package dev.allotrope.salesforce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.salesforce.sim.SalesforceSimulator;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.file.RichTextImages;
import dev.allotrope.salesforce.sim.file.StoredFile;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.source.attachment.ImageRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/// Files and images over HTTP against a simulated org.
class SalesforceAttachmentsIT {
    private static final String IMAGE = "0EM000000000001";

    private final SalesforceSimulator org = SalesforceSimulator.start();
    private final TestGrant grant = new TestGrant(
            URI.create(org.url()), org.grants().openSession(), _ -> org.grants().openSession());
    private final SalesforceRest rest = new SalesforceRest(new JsonMapper(), TestArticles.IMPATIENT);
    private final Attachments attachments =
            new SalesforceAttachments(rest, new Descriptions(new Describing(rest), org.clock()));

    @AfterEach
    void close() {
        rest.close();
        org.close();
    }

    @Test
    void a_file_is_told_with_its_name_size_and_present_version() {
        String revision = publish("plan", "<p>See the plan.</p>");
        StoredFile plan = attach("plan", "Plan B.TXT", "first");
        publish("bare", "<p>Nothing hangs here.</p>");

        AttachedFile before = attachments.of(grant, revisions()).getFirst();
        org.org().files().replace(plan.id(), "Plan B.TXT", "second".getBytes(UTF_8));
        List<AttachedFile> after = attachments.of(grant, revisions());

        assertThat(before.revisionId()).isEqualTo(revision);
        assertThat(before.fileId()).isEqualTo(plan.id());
        assertThat(before.versionId()).isEqualTo(plan.latest().id());
        assertThat(before.name()).isEqualTo("Plan B.txt");
        assertThat(before.extension()).isEqualTo("txt");
        assertThat(before.bytes()).isEqualTo(5);
        assertThat(before.url()).isEqualTo(org.url() + "/" + plan.id());
        assertThat(before.createdAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(after).hasSize(1);
        assertThat(after.getFirst().fileId()).isEqualTo(plan.id());
        assertThat(after.getFirst().versionId()).isNotEqualTo(before.versionId());
    }

    /// A real authority asks the database, and an answer that takes too long interrupts whoever reads it.
    @Test
    void many_files_ask_for_the_instance_no_more_often_than_one() {
        publish("plan", "<p>See the plan.</p>");
        attach("plan", "first.txt", "first");
        attachments.of(grant, revisions());
        grant.instances.set(0);
        attachments.of(grant, revisions());
        long forOne = grant.instances.get();
        for (int more = 0; more < 5; more++) {
            attach("plan", "more" + more + ".txt", "more");
        }

        grant.instances.set(0);
        assertThat(attachments.of(grant, revisions())).hasSize(6);
        assertThat(grant.instances.get()).isEqualTo(forOne);
    }

    @Test
    void new_versions_are_told_with_the_articles_that_their_files_hang_on() {
        publish("plan", "<p>See the plan.</p>");
        StoredFile plan = attach("plan", "plan.txt", "first");
        Instant since = org.clock().instant().plusSeconds(5);
        org.clock().advance(Duration.ofSeconds(60));
        publish("other", "<p>Another plan.</p>");
        attachments.of(grant, revisions().subList(0, 1));
        org.ledger().clear();

        List<AttachedFile> before = attachments.filesChangedSince(grant, since);
        long calls = org.ledger().apiCalls();
        org.org().files().replace(plan.id(), "plan.txt", "second".getBytes(UTF_8));
        List<AttachedFile> after = attachments.filesChangedSince(grant, since);

        assertThat(before).isEmpty();
        assertThat(calls).isEqualTo(1);
        assertThat(after)
                .isEqualTo(attachments.of(grant, revisions()))
                .extracting(AttachedFile::fileId)
                .containsExactly(plan.id());
        org.ledger().clear();
        org.faults().failNext(CallKind.QUERY, 1, Fault.QUERY_TIMEOUT);
        assertThat(attachments.filesChangedSince(grant, since)).isEmpty();
    }

    @Test
    void what_is_hung_on_published_articles_and_taken_off_them_is_told_for_one_call() {
        publish("plan", "<p>See the plan.</p>");
        publish("other", "<p>Another plan.</p>");
        assertThat(attachments.hung(grant)).contains(new HungFiles(0, Instant.EPOCH));
        StoredFile plan = attach("plan", "plan.txt", "first");
        HungFiles before = attachments.hung(grant).orElseThrow();
        assertThat(before.number()).isEqualTo(1);
        org.clock().advance(Duration.ofSeconds(60));
        org.ledger().clear();

        org.org().attach("other", null, plan.id());
        HungFiles hung = attachments.hung(grant).orElseThrow();
        assertThat(org.ledger().apiCalls()).isEqualTo(1);
        assertThat(hung.number()).isEqualTo(2);
        assertThat(hung.newest()).isAfter(before.newest());
        assertThat(attachments.filesHungSince(grant, hung.newest()).orElseThrow())
                .extracting(AttachedFile::fileId)
                .containsExactly(plan.id());
        assertThat(attachments.filesHungSince(grant, before.newest()).orElseThrow())
                .hasSize(2);

        org.org().detach("plan", null, plan.id());
        assertThat(attachments.hung(grant)).contains(new HungFiles(1, hung.newest()));
        org.faults().failNext(CallKind.QUERY, 1, Fault.QUERY_TIMEOUT);
        assertThat(attachments.hung(grant)).isEmpty();
        org.faults().failNext(CallKind.QUERY, 1, Fault.QUERY_TIMEOUT);
        assertThat(attachments.filesHungSince(grant, before.newest())).isEmpty();
    }

    @Test
    void the_files_of_many_articles_are_asked_for_in_few_calls() {
        for (int i = 0; i < 600; i++) {
            publish("a" + i, "<p>text</p>");
            attach("a" + i, i + ".txt", "text " + i);
        }
        attachments.of(grant, revisions().subList(0, 1));
        org.ledger().clear();

        List<AttachedFile> files = attachments.of(grant, revisions());

        assertThat(files)
                .hasSize(600)
                .extracting(AttachedFile::revisionId)
                .containsExactlyInAnyOrderElementsOf(revisions());
        assertThat(org.ledger().apiCalls()).isEqualTo(2);
    }

    @Test
    void a_dropped_cursor_and_a_query_that_takes_too_long_lose_no_file() {
        for (int i = 0; i < 30; i++) {
            publish("a" + i, "<p>text</p>");
            attach("a" + i, i + ".txt", "text " + i);
        }
        org.switches().set(Switch.ODD_PAGES, true);
        attachments.of(grant, revisions().subList(0, 1));
        org.faults().failNext(CallKind.QUERY, 1, Fault.QUERY_TIMEOUT);
        org.faults().failNext(CallKind.QUERY_MORE, 1, Fault.INVALID_QUERY_LOCATOR);

        assertThat(attachments.of(grant, revisions())).hasSize(30);
    }

    @Test
    void bytes_come_as_they_are_and_not_one_more_than_allowed() {
        byte[] content = new byte[100_000];
        new java.util.Random(7).nextBytes(content);
        publish("a", "<p>text</p>");
        StoredFile file = org.org().files().upload("a.bin", content);
        org.org().attach("a", null, file.id());

        Downloaded whole = attachments.file(grant, file.latest().id(), 100_000);
        Downloaded cut = attachments.file(grant, file.latest().id(), 99_999);
        Downloaded gone = attachments.file(grant, "068000000000999", 100_000);

        assertThat(((Downloaded.Bytes) whole).content()).isEqualTo(content);
        assertThat(cut).isEqualTo(new Downloaded.Unavailable("it has more than 99999 bytes"));
        assertThat(gone).isEqualTo(new Downloaded.Unavailable("Salesforce does not show it to the connected user"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"MAINTENANCE_PAGE", "UNAVAILABLE_PAGE", "TRUNCATED", "RESET"})
    void a_page_or_a_broken_answer_is_never_the_content(Fault fault) {
        publish("a", "<p>text</p>");
        StoredFile file = attach("a", "a.txt", "content");
        org.faults().failNext(CallKind.VERSION_DATA, 1, fault);

        Downloaded answer = attachments.file(grant, file.latest().id(), 1_000);
        org.faults().failNext(CallKind.VERSION_DATA, 100, fault);
        Failure failure = catchThrowableOfType(
                Failure.class, () -> attachments.file(grant, file.latest().id(), 1_000));

        assertThat(((Downloaded.Bytes) answer).content()).isEqualTo("content".getBytes(UTF_8));
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }

    /// The file would end with an error of its own, and stay so when the API is back.
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"API_DISABLED_FOR_ORG", "API_DISABLED_FOR_USER"})
    void an_api_that_is_off_says_nothing_of_a_file(Fault fault) {
        publish("a", "<p>text</p>");
        StoredFile file = attach("a", "a.txt", "content");
        org.faults().failNext(CallKind.VERSION_DATA, 1, fault);

        Failure failure = catchThrowableOfType(
                Failure.class, () -> attachments.file(grant, file.latest().id(), 1_000));

        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_READABLE);
    }

    @Test
    void an_image_is_fetched_by_its_ids_from_the_field_that_shows_it() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G'};
        org.org().images().put(IMAGE, new RichTextImages.Image("image/png", png));
        String revision = publish(
                "a",
                "<img src=\"https://elsewhere.example/servlet/rtaImage?eid=x&amp;feoid=y&amp;refid=" + IMAGE + "\">");

        Downloaded known = attachments.image(grant, new ImageRef(revision, "Answer__c", IMAGE), 1_000);
        Downloaded unknown = attachments.image(grant, new ImageRef(revision, "No'Field", IMAGE), 1_000);
        Downloaded other = attachments.image(grant, new ImageRef(revision, "", "0EM000000000002"), 1_000);
        Downloaded wrong = attachments.image(grant, new ImageRef(revision, "", "../../query?q=x"), 1_000);

        assertThat(((Downloaded.Bytes) known).content()).isEqualTo(png);
        assertThat(((Downloaded.Bytes) known).mediaType()).isEqualTo("image/png");
        assertThat(((Downloaded.Bytes) unknown).content()).isEqualTo(png);
        assertThat(other).isInstanceOf(Downloaded.Unavailable.class);
        assertThat(wrong).isEqualTo(new Downloaded.Unavailable("it has no id of Salesforce's"));
    }

    private String publish(String name, String html) {
        return org.publish(name, ArticleContent.of(name, name, html)).id();
    }

    private StoredFile attach(String article, String name, String text) {
        StoredFile file = org.org().files().upload(name, text.getBytes(UTF_8));
        org.org().attach(article, null, file.id());
        return file;
    }

    private List<String> revisions() {
        return new ArrayList<>(
                org.published().stream().map(version -> version.id()).toList());
    }
}
