package dev.allotrope.carbon.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.tenant.Tenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

class FileLinksTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final FileLinks links = new FileLinks(URI.create("https://kb.example/api"), new byte[32], now::get);

    @Test
    void a_link_leads_to_what_it_was_made_for_until_it_expires() {
        String link = links.to(Tenant.parse("1:2"), new DocumentId(3), FileLinks.Form.RAW, Duration.ofMinutes(5));

        assertThat(link).startsWith("https://kb.example/api/file_links/1/2/3/raw?expires=1767225900&signature=");
        assertThat(links.open(1, 2, 3, "raw", 1767225900, signature(link)))
                .isEqualTo(new FileLinks.Target(Tenant.parse("1:2"), new DocumentId(3), FileLinks.Form.RAW));

        now.set(Instant.parse("2026-01-01T00:05:01Z"));
        assertThatThrownBy(() -> links.open(1, 2, 3, "raw", 1767225900, signature(link)))
                .isInstanceOf(Failure.class)
                .hasMessage("could not open the link: it has expired; ask for a new one");
    }

    @Test
    void no_part_of_a_link_can_be_changed() {
        String signature =
                signature(links.to(Tenant.parse("1:2"), new DocumentId(3), FileLinks.Form.RAW, Duration.ofMinutes(5)));

        assertThatThrownBy(() -> links.open(2, 2, 3, "raw", 1767225900, signature))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> links.open(1, 3, 3, "raw", 1767225900, signature))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> links.open(1, 2, 4, "raw", 1767225900, signature))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> links.open(1, 2, 3, "parsed", 1767225900, signature))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> links.open(1, 2, 3, "raw", 1767225901, signature))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> links.open(1, 2, 3, "raw", 1767225900, "")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> links.open(0, 2, 3, "other", 1767225900, signature))
                .isInstanceOf(Failure.class);
    }

    @Test
    void another_key_does_not_open_it() {
        byte[] other = new byte[32];
        other[0] = 1;
        String link = links.to(Tenant.parse("1:2"), new DocumentId(3), FileLinks.Form.PARSED, Duration.ofDays(1));
        FileLinks elsewhere = new FileLinks(URI.create("https://kb.example"), other, now::get);

        assertThatThrownBy(() -> elsewhere.open(1, 2, 3, "parsed", 1767312000, signature(link)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void no_link_lives_longer_than_a_week() {
        String link = links.to(Tenant.parse("1:2"), new DocumentId(3), FileLinks.Form.RAW, Duration.ofDays(4_000));

        assertThat(parameters(link).getFirst("expires")).isEqualTo("1767830400");
    }

    private static String signature(String link) {
        return String.valueOf(parameters(link).getFirst("signature"));
    }

    private static MultiValueMap<String, String> parameters(String link) {
        return UriComponentsBuilder.fromUriString(link).build().getQueryParams();
    }
}
