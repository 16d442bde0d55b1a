package dev.allotrope.carbon.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.Secret;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER  abc", " Bearer abc "})
    void a_bearer_is_an_api_key(String header) {
        assertThat(of(header)).isEqualTo(new Credential.ApiKey(Secret.of("abc")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Token t1", "token t1", "Token old, Token t1", "Bearer key,Token t1", "Token old,,Token t1,"})
    void the_last_of_joined_credentials_counts(String header) {
        assertThat(of(header)).isEqualTo(new Credential.Token(Secret.of("t1")));
    }

    @Test
    void the_last_of_repeated_headers_counts() {
        assertThat(of("Token old", "Token t1")).isEqualTo(new Credential.Token(Secret.of("t1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "Basic abc", "Bearer", "Token"})
    void anything_else_is_malformed(String header) {
        assertThat(of(header)).isEqualTo(new Credential.Malformed());
    }

    @Test
    void an_empty_header_is_a_missing_one() {
        assertThat(of("")).isEqualTo(new Credential.Missing());
        assertThat(of(" , ")).isEqualTo(new Credential.Missing());
        assertThat(Credential.of(null)).isEqualTo(new Credential.Missing());
    }

    private static Credential of(String... headers) {
        return Credential.of(Collections.enumeration(List.of(headers)));
    }
}
