package dev.allotrope.connect.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import org.junit.jupiter.api.Test;

class VaultTest {
    private static final String OLD = "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String NEW = "new:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
    private static final Secret TOKEN = Secret.of("00Dxx!token");

    @Test
    void opens_what_it_sealed() {
        Vault vault = vault(NEW);

        String sealed = vault.seal(TOKEN, "connection 7 access_token");

        assertThat(sealed).startsWith("new.").doesNotContain("token");
        assertThat(vault.open(sealed, "connection 7 access_token")).isEqualTo(TOKEN);
    }

    @Test
    void the_same_secret_is_sealed_differently_each_time() {
        Vault vault = vault(NEW);

        assertThat(vault.seal(TOKEN, "here")).isNotEqualTo(vault.seal(TOKEN, "here"));
    }

    @Test
    void after_a_rotation_old_secrets_open_and_new_ones_are_sealed_with_the_new_key() {
        String sealed = vault(OLD).seal(TOKEN, "here");
        Vault rotated = vault(NEW + "," + OLD);

        assertThat(rotated.open(sealed, "here")).isEqualTo(TOKEN);
        assertThat(rotated.seal(TOKEN, "here")).startsWith("new.");
    }

    @Test
    void what_is_sealed_anew_opens_without_the_former_key() {
        String sealed = vault(OLD).seal(TOKEN, "here");

        String anew = vault(NEW + "," + OLD).resealed(sealed, "here").orElseThrow();

        assertThat(vault(NEW).open(anew, "here")).isEqualTo(TOKEN);
        assertThat(vault(NEW + "," + OLD).resealed(anew, "here")).isEmpty();
    }

    @Test
    void what_cannot_be_opened_is_not_sealed_anew() {
        String sealed = vault(OLD).seal(TOKEN, "here");

        assertThat(vault(NEW).resealed(sealed, "here")).isEmpty();
        assertThat(vault(NEW + "," + OLD).resealed(sealed, "there")).isEmpty();
    }

    @Test
    void a_sealed_text_does_not_open_in_another_place() {
        Vault vault = vault(NEW);
        String sealed = vault.seal(TOKEN, "connection 7 access_token");

        assertThatThrownBy(() -> vault.open(sealed, "connection 8 access_token"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("could not open connection 8 access_token");
    }

    @Test
    void a_missing_key_is_named() {
        String sealed = vault(OLD).seal(TOKEN, "here");

        assertThatThrownBy(() -> vault(NEW).open(sealed, "here"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
                .hasMessageContaining("encryption key old is not configured");
    }

    private static Vault vault(String keys) {
        return new Vault(EncryptionKeys.parse(keys));
    }
}
