package dev.allotrope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionKeyTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final EncryptionKey command = new EncryptionKey(InstantSource.fixed(Instant.parse("2026-11-23T21:00:00Z")));

    @Test
    void prints_an_id_and_thirty_two_bytes() {
        int status = command.run(List.of(), out, out);

        String[] parts = printed.toString(StandardCharsets.UTF_8).strip().split(":");
        assertThat(status).isZero();
        assertThat(parts[0]).isEqualTo("k20261123210000");
        assertThat(Base64.getDecoder().decode(parts[1])).hasSize(32);
    }

    @Test
    void takes_no_words() {
        assertThat(command.run(List.of("now"), out, out)).isEqualTo(2);
    }
}
