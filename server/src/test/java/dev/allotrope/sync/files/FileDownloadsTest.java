package dev.allotrope.sync.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.library.attachment.Downloads.Waiting;
import dev.allotrope.salesforce.TestGrant;
import dev.allotrope.source.Grant;
import dev.allotrope.source.attachment.AttachedFile;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.attachment.Downloaded;
import dev.allotrope.source.attachment.HungFiles;
import dev.allotrope.source.attachment.ImageRef;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FileDownloadsTest {
    private static final long MB = 1L << 20;

    private final TestGrant grant = TestGrant.numbered(URI.create("https://acme.my.salesforce.com"));

    @Test
    void four_are_downloaded_at_once() {
        CyclicBarrier together = new CyclicBarrier(FileDownloads.PARALLEL);
        FileDownloads downloads = new FileDownloads(
                new Files() {
                    @Override
                    public Downloaded file(Grant who, String versionId, long limit) {
                        meet(together);
                        return new Downloaded.Bytes("text/plain", new byte[] {1});
                    }
                },
                MB);
        List<Waiting> batch =
                FileDownloads.batch(List.of(file("a", 1), file("b", 1), file("c", 1), file("d", 1), file("e", 1)));

        assertThat(batch).extracting(Waiting::versionId).containsExactly("a", "b", "c", "d");
        assertThat(downloads.download(grant, batch).answers().keySet()).containsExactlyElementsOf(batch);
    }

    @Test
    void no_more_is_held_than_32_megabytes_unless_one_file_is_longer() {
        assertThat(FileDownloads.batch(List.of(file("a", 20 * MB), file("b", 12 * MB), file("c", 1))))
                .extracting(Waiting::versionId)
                .containsExactly("a", "b");
        assertThat(FileDownloads.batch(List.of(file("a", 40 * MB), file("b", 1))))
                .extracting(Waiting::versionId)
                .containsExactly("a");
    }

    @Test
    void a_version_on_several_documents_is_downloaded_once() {
        assertThat(FileDownloads.batch(List.of(file("a", 1), file("a", 1), file("b", 1))))
                .extracting(Waiting::versionId)
                .containsExactly("a", "b");
    }

    @Test
    void what_fails_for_now_keeps_the_others_from_nothing_and_is_told_when_nothing_came() {
        FileDownloads downloads = new FileDownloads(
                new Files() {
                    @Override
                    public Downloaded file(Grant who, String versionId, long limit) {
                        if (Set.of("b", "c").contains(versionId)) {
                            throw new Failure(ErrorCode.SOURCE_UNAVAILABLE, versionId + " did not come");
                        }
                        return new Downloaded.Unavailable("gone");
                    }
                },
                MB);
        Waiting a = file("a", 1);

        FileDownloads.Batch some = downloads.download(grant, List.of(file("b", 1), a));

        assertThat(some.answers()).containsOnlyKeys(a).containsEntry(a, new Downloaded.Unavailable("gone"));
        assertThatThrownBy(some::requireAll).hasMessage("b did not come");
        assertThatThrownBy(() -> downloads.download(grant, List.of(file("c", 1), file("b", 1))))
                .hasMessage("c did not come");
    }

    private static Waiting file(String version, long bytes) {
        return new Waiting(new DocumentId(1), "a0/" + version, version, version + ".txt", bytes);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
            throw new AssertionError("the others did not come", e);
        }
    }

    private abstract static class Files implements Attachments {
        @Override
        public List<AttachedFile> of(Grant who, Collection<String> revisionIds) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public List<AttachedFile> filesChangedSince(Grant who, Instant since) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Optional<HungFiles> hung(Grant who) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Optional<List<AttachedFile>> filesHungSince(Grant who, Instant since) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Downloaded image(Grant who, ImageRef image, long limit) {
            throw new AssertionError("nobody asks");
        }
    }
}
