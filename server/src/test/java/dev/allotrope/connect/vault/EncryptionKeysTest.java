package dev.allotrope.connect.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionKeysTest {
    private static final String ZEROS = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void the_first_key_stays_first() {
        EncryptionKeys keys = EncryptionKeys.parse("new:" + ZEROS + ", old:" + ZEROS);

        assertThat(keys.base64().keySet()).containsExactly("new", "old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | key 1 is not of the form id:base64",
                "a:AAAA | key a does not have 32 bytes",
                "a:?? | key a is not base64",
                "a:" + ZEROS + ",a:" + ZEROS + " | two keys have the id a",
                "a:" + ZEROS + ", | key 2 is not of the form id:base64",
            })
    void refuses_malformed_keys_and_names_the_one(String text, String reason) {
        assertThatThrownBy(() -> EncryptionKeys.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void a_folder_gets_one_key_for_its_owner_alone(@TempDir Path folder) throws IOException {
        EncryptionKeys first = EncryptionKeys.inFolder(folder);
        EncryptionKeys again = EncryptionKeys.inFolder(folder);

        assertThat(again).isEqualTo(first);
        assertThat(first.base64()).hasSize(1);
        Path file = folder.resolve("encryption-keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void does_not_print_its_keys() {
        assertThat(EncryptionKeys.parse("a:" + ZEROS).toString()).doesNotContain("AAAA");
    }
}
