package dev.allotrope.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class StorageTest {
    @Test
    void knows_a_full_disk() {
        Failure failure = Storage.failure(
                "use /data", "go away", new FileSystemException("/data/x", null, "No space left on device"));

        assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(failure)
                .hasMessage("could not use /data: the disk is full; free some space and try again,"
                        + " nothing that was committed is lost");
    }

    @Test
    void knows_a_full_disk_that_a_program_complains_about() {
        String said = "FATAL:  could not write lock file \"postmaster.pid\": No space left on device";

        assertThat(Storage.named(said)).hasValue(Storage.FULL);
        assertThat(Storage.named(
                        "FATAL:  could not extend file \"base/1/2691\": wrote only 4096 of 8192 bytes at block 9"))
                .hasValue(Storage.FULL);
    }

    @Test
    void knows_a_read_only_file_system() {
        Failure failure = Storage.failure(
                "use /data", "go away", new FileSystemException("/data/x", null, "Read-only file system"));

        assertThat(failure)
                .hasMessage("could not use /data: the file system is read-only; mount it writable or go away");
    }

    @Test
    void knows_a_missing_right() {
        Failure failure = Storage.failure("use /data", "go away", new AccessDeniedException("/data/x"));

        assertThat(failure).hasMessageContaining("may not write there; give it the folder with chown or go away");
    }

    @Test
    void passes_on_what_it_does_not_know() {
        Failure failure = Storage.failure("use /data", "go away", new IOException("Input/output error"));

        assertThat(failure).hasMessage("could not use /data: Input/output error; repair that or go away");
    }
}
