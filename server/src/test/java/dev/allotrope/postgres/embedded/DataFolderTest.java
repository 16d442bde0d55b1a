package dev.allotrope.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_folder_that_cannot_be_one_is_named_with_the_setting() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");

        assertThatThrownBy(() -> DataFolder.own(file))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("could not use the data folder " + file)
                .hasMessageContaining("set ALLOTROPE_DATA_DIR to another folder");
    }

    @Test
    void a_folder_that_another_one_uses_is_named_with_the_setting() throws IOException {
        try (DataFolder owner = DataFolder.own(folder)) {
            assertThatThrownBy(() -> DataFolder.own(owner.path()))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(
                            "is using it; stop that one first or set ALLOTROPE_DATA_DIR to another folder");
        }
    }
}
