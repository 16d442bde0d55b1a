package dev.allotrope.notify.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "hooks.example.com", List.of("93.184.215.14", "2606:2800:21f:cb07::1"),
            "inside.example.com", List.of("10.1.2.3"),
            "half.example.com", List.of("93.184.215.14", "192.168.0.7"));

    private final Gate gate = new Gate(false, GateTest::resolve);

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "ture"})
    void a_setting_that_is_neither_true_nor_false_is_refused(String set) {
        assertThat(Gate.of("TRUE").objection("http://127.0.0.1/")).isEmpty();
        assertThat(Gate.of("false").objection("http://127.0.0.1/")).isNotEmpty();
        assertThatThrownBy(() -> Gate.of(set))
                .isInstanceOf(Failure.class)
                .hasMessage("could not start: ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS is \"" + set
                        + "\"; it may be \"true\" or \"false\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/carbon?team=1",
                "http://hooks.example.com:8080",
                "HTTPS://hooks.example.com/",
                "https://93.184.215.14/x",
                "https://[2606:2800:21f:cb07::1]:8443/x"
            })
    void public_urls_pass(String url) {
        assertThat(gate.objection(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://hooks.example.com/, the URL must begin with https:// or http://",
        "hooks.example.com/x, the URL must begin with https:// or http://",
        "file:///etc/passwd, the URL must begin with https:// or http://",
        "https://user:pass@hooks.example.com/, the URL must not contain credentials",
        "https://user@hooks.example.com/, the URL must not contain credentials",
        "https://, the URL is not well-formed",
        "'https://hooks.example.com/a b', the URL is not well-formed",
        "https:///x, 'the URL must name a host, in ASCII'",
        "https://b\u00FCcher.example/, 'the URL must name a host, in ASCII'",
        "https://[fe80::1%25eth0]/, 'the URL must name a host, in ASCII'",
        "https://hooks.example.com:0/, the URL has no possible port",
        "https://hooks.example.com:65536/, the URL has no possible port"
    })
    void what_is_no_address_on_the_web_is_named(String url, String objection) {
        assertThat(gate.objection(url)).contains(objection);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://inside.example.com/",
                "https://half.example.com/",
                "http://127.0.0.1:8000/",
                "http://2130706433/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/"
            })
    void urls_that_lead_inside_are_refused_whatever_they_look_like(String url) {
        assertThat(gate.objection(url))
                .contains("the URL leads to an address that is not on the public internet; the server admits private"
                        + " networks with ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS=true");
    }

    @Test
    void what_no_setting_admits_is_refused_without_naming_one() {
        assertThat(gate.objection("http://169.254.169.254/latest/meta-data/"))
                .contains("the URL leads to an address that is not on the public internet");
    }

    @Test
    void a_name_without_an_address_is_judged_when_it_gets_one() {
        assertThat(gate.objection("https://tomorrow.example.com/")).isEmpty();
    }

    @Test
    void an_endless_url_is_refused() {
        assertThat(gate.objection("https://hooks.example.com/" + "a".repeat(2_048)))
                .contains("a URL has at most 2048 characters");
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        List<String> known = NAMES.get(host);
        if (known != null) {
            return known.stream().map(InetAddress::ofLiteral).toList();
        }
        if (host.endsWith(".example.com")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getAllByName(host));
    }
}
