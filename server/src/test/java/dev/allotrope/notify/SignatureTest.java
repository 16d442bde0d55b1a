package dev.allotrope.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.kernel.Secret;
import dev.allotrope.notify.message.Payload;
import dev.allotrope.notify.message.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final Secret KEY = Secret.of("aa76aee859f223451fd9bfb37ce893a0");

    /// What the public verifier library is tested with.
    @Test
    void a_notice_becomes_the_body_and_the_headers_that_receivers_know() {
        Instant at = Instant.ofEpochSecond(1721392406);
        Notice notice = Notice.of(Event.FILES_CREATED, List.of(46654), Map.of(), "upload");

        String body = notice.body("satvik", at);

        assertThat(body)
                .isEqualTo(
                        "{\"payload\": \"{\\\"webhook_type\\\": \\\"FILES_CREATED\\\", \\\"obj\\\": {\\\"object_type\\\":"
                                + " \\\"FILE_LIST\\\", \\\"object_id\\\": [\\\"46654\\\"], \\\"additional_information\\\":"
                                + " \\\"null\\\"}, \\\"customer_id\\\": \\\"satvik\\\", \\\"timestamp\\\": \\\"1721392406\\\"}\"}");
        assertThat(Signature.of(KEY, at.getEpochSecond(), body).headers())
                .containsOnly(
                        Map.entry(
                                "Carbon-Signature",
                                "t=1721392406,v1=aa2273ab64bb9162e7e7983a9cd7ab9f90d686691b1fd25c577991ad42c53fc1"),
                        Map.entry(
                                "Carbon-Signature-Compact",
                                "t=1721392406,v2=42a86d4083fee090b5a0800a91e82fb389f0bed4da757d07ee8ba97485194e59"));
    }

    @Test
    void details_are_texts_in_the_order_of_their_names() {
        Notice notice = Notice.of(Event.FILE_READY, 7, Map.of("request_id", "r/1", "is_resync", "false"));

        assertThat(notice.body("ann", Instant.ofEpochSecond(1)))
                .contains(
                        "\\\"object_id\\\": \\\"7\\\", \\\"additional_information\\\": {\\\"is_resync\\\": \\\"false\\\","
                                + " \\\"request_id\\\": \\\"r/1\\\"}");
    }

    @Test
    void a_notice_about_nothing_says_null() {
        assertThat(Notice.of(Event.CHECKUP).body(Payload.NONE, Instant.ofEpochSecond(1)))
                .contains("{\\\"object_type\\\": \\\"NONE\\\", \\\"object_id\\\": \\\"null\\\",")
                .contains("\\\"customer_id\\\": \\\"null\\\"");
    }

    @Test
    void everything_beyond_ascii_is_escaped_as_python_does() {
        Notice notice = Notice.of(Event.ADD, 1);

        assertThat(notice.body("Zoë \"Z\" \\ \uD83D\uDE00\u007F\n/", Instant.ofEpochSecond(1)))
                .contains(
                        "\\\"customer_id\\\": \\\"Zo\\\\u00eb \\\\\\\"Z\\\\\\\" \\\\\\\\ \\\\ud83d\\\\ude00\\\\u007f\\\\n/\\\"");
    }

    @Test
    void keys_are_new_and_hexadecimal() {
        assertThat(Signature.newKey().reveal()).matches("[0-9a-f]{32}");
        assertThat(Signature.newKey()).isNotEqualTo(Signature.newKey());
    }
}
