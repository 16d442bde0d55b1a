package dev.allotrope.library.attachment;

import dev.allotrope.library.limits.Allowance;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.source.attachment.ImageRef;
import dev.allotrope.tenant.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The stores of files and images over a test's database.
public final class TestAttachments {
    public final AttachedDocuments documents;
    public final Downloads downloads;
    public final Files files;
    public final Images images;

    public TestAttachments(
            Transactions transactions, JdbcClient jdbc, ApplicationEventPublisher events, Allowance allowance) {
        documents = new AttachedDocuments(transactions, jdbc, events, allowance);
        downloads = new Downloads(transactions, jdbc, events);
        files = new Files(transactions, jdbc);
        images = new Images(transactions, jdbc);
    }

    /// A source without files.
    public static Attachments none() {
        return new Attachments() {
            @Override
            public List<AttachedFile> of(Grant grant, Collection<String> revisionIds) {
                return List.of();
            }

            @Override
            public List<AttachedFile> filesChangedSince(Grant grant, Instant since) {
                return List.of();
            }

            @Override
            public Optional<HungFiles> hung(Grant grant) {
                return Optional.empty();
            }

            @Override
            public Optional<List<AttachedFile>> filesHungSince(Grant grant, Instant since) {
                return Optional.empty();
            }

            @Override
            public Downloaded file(Grant grant, String versionId, long limit) {
                return new Downloaded.Unavailable("there are none");
            }

            @Override
            public Downloaded image(Grant grant, ImageRef image, long limit) {
                return new Downloaded.Unavailable("there are none");
            }
        };
    }
}
