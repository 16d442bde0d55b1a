package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.LifeCycleException;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The life of an article: Lightning Knowledge Guide (Spring '26, pages 23 to 39), Knowledge Developer Guide
/// (KbManagement.PublishingService).
class LifeCycleTest {

    @RegisterExtension
    final SalesforceSim salesforce = new SalesforceSim();

    private Org org;

    @BeforeEach
    void publish_one() {
        org = salesforce.simulator().org();
        salesforce.simulator().clock().freeze();
        org.create("a", "en_US", ArticleContent.of("one", "a", "<p>one</p>"));
        org.publish("a", null);
    }

    // editOnlineArticle(id, false): a new draft with an id of its own; the online version stays up.
    @Test
    void editing_leaves_the_online_version_up() {
        ArticleVersion online = salesforce.simulator().published().getFirst();

        ArticleVersion draft = org.editAsDraft("a", null);

        assertThat(draft.id()).isNotEqualTo(online.id());
        assertThat(draft.articleId()).isEqualTo(online.articleId());
        assertThat(draft.versionNumber()).isEqualTo(2);
        assertThat(salesforce.simulator().published()).containsExactly(online);
    }

    // publishArticle: the draft replaces the online version, which is archived and no longer the latest.
    @Test
    void publishing_archives_the_former_version() {
        ArticleVersion before = salesforce.simulator().published().getFirst();
        org.edit("a", null, content -> content.withTitle("two"));
        org.publish("a", null);

        ArticleVersion after = salesforce.simulator().published().getFirst();
        ArticleVersion former = org.row(before.id()).orElseThrow();

        assertThat(after.content().title()).isEqualTo("two");
        assertThat(former.status()).isEqualTo(PublishStatus.ARCHIVED);
        assertThat(former.latest()).isFalse();
    }

    // deleteDraftArticle: a working copy of a published article is gone at once.
    @Test
    void discarding_a_draft_leaves_the_online_version() {
        org.editAsDraft("a", null);

        org.discardDraft("a", null);

        assertThat(org.rows()).extracting(ArticleVersion::status).containsExactly(PublishStatus.ONLINE);
    }

    // Each draft has a new VersionNumber (Knowledge Developer Guide).
    @Test
    void a_version_number_is_used_once() {
        org.editAsDraft("a", null);
        org.publish("a", null);
        ArticleVersion discarded = org.editAsDraft("a", null);
        org.discardDraft("a", null);
        ArticleVersion unpublished = org.unpublish("a", null).getFirst();
        org.discardDraft("a", null);

        ArticleVersion restored = org.restore("a", null);

        assertThat(List.of(discarded.versionNumber(), unpublished.versionNumber(), restored.versionNumber()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    // Not documented either way: a publish may leave SystemModstamp where the save put it.
    @Test
    void a_publish_moves_the_modstamp_by_switch() {
        salesforce.simulator().switches().set(Switch.PUBLISH_MOVES_MODSTAMP, false);
        ArticleVersion draft = org.edit("a", null, content -> content.withTitle("two"));
        salesforce.simulator().clock().advance(Duration.ofMinutes(5));

        ArticleVersion online = org.publish("a", null).getFirst();

        assertThat(online.stamps().systemModstamp()).isEqualTo(draft.stamps().systemModstamp());
        assertThat(online.stamps().lastPublished())
                .isEqualTo(draft.stamps().systemModstamp().plusSeconds(300));
    }

    // editOnlineArticle(id, true): the online version goes away, only a draft is left.
    @Test
    void unpublishing_leaves_a_draft_only() {
        org.unpublish("a", null);

        assertThat(org.rows()).extracting(ArticleVersion::status).containsExactly(PublishStatus.DRAFT);
    }

    // Guide: archiving the master archives its translations.
    @Test
    void archiving_the_master_archives_translations() {
        org.translate("a", "de", ArticleContent.of("eins", "a-de", "<p>eins</p>"));
        org.publish("a", "de");

        org.archive("a", "en_US");

        assertThat(org.rows()).extracting(ArticleVersion::status).containsOnly(PublishStatus.ARCHIVED);
    }

    // Guide: archiving one translation leaves the master online.
    @Test
    void archiving_a_translation_leaves_the_master() {
        org.translate("a", "de", ArticleContent.of("eins", "a-de", "<p>eins</p>"));
        org.publish("a", "de");

        org.archive("a", "de");

        assertThat(salesforce.simulator().published())
                .extracting(ArticleVersion::language)
                .containsExactly("en_US");
    }

    // Object model: every version and language of an article shares KnowledgeArticleId and ArticleNumber.
    @Test
    void translations_share_article_id_and_number() {
        ArticleVersion master = salesforce.simulator().published().getFirst();
        ArticleVersion german = org.translate("a", "de", ArticleContent.of("eins", "a-de", "<p>eins</p>"));

        assertThat(german.articleId()).isEqualTo(master.articleId());
        assertThat(german.identity().articleNumber())
                .isEqualTo(master.identity().articleNumber());
        assertThat(german.identity().masterVersionId()).isEqualTo(master.id());
    }

    // editArchivedArticle: a draft of the archived version, which stays.
    @Test
    void restoring_makes_a_draft() {
        org.archive("a", null);

        org.restore("a", null);

        assertThat(org.rows())
                .extracting(ArticleVersion::status)
                .containsExactly(PublishStatus.ARCHIVED, PublishStatus.DRAFT);
    }

    // Help, service.knowledge_article_delete: a published article cannot be deleted.
    @Test
    void a_published_article_is_not_deleted() {
        assertThatExceptionOfType(LifeCycleException.class).isThrownBy(() -> org.delete("a"));
    }

    // Same page: a deleted article leaves no row and comes back out of the Recycle Bin under its id.
    @Test
    void a_deleted_article_leaves_no_row_and_can_come_back() {
        String id = org.archive("a", null).getFirst().articleId();
        org.delete("a");
        assertThat(org.rows()).isEmpty();

        org.undelete(id);

        assertThat(org.rows()).extracting(ArticleVersion::articleId).containsExactly(id);
    }

    // getUpdated, latestDateCovered: a transaction begun earlier may commit after a poll.
    @Test
    void a_late_commit_is_older_than_the_last_poll() {
        Instant polled = salesforce.simulator().clock().instant();

        List<ArticleVersion> late = salesforce.simulator().clock().committedLate(polled.minusSeconds(60), () -> {
            org.edit("a", null, content -> content.withTitle("late"));
            return org.publish("a", null);
        });

        assertThat(late.getFirst().stamps().systemModstamp()).isBefore(polled.minusSeconds(59));
        assertThat(salesforce.simulator().published().getFirst().content().title())
                .isEqualTo("late");
    }
}
