package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceHostsTest {
    private final SalesforceHosts hosts = SalesforceHosts.real();
    private final SalesforceHosts development = SalesforceHosts.of("http://localhost:9090");

    @ParameterizedTest
    @CsvSource({
        "acme.my.salesforce.com, acme.my.salesforce.com",
        "https://acme.my.salesforce.com/, acme.my.salesforce.com",
        "Acme.My.Salesforce.com, acme.my.salesforce.com",
        "acme--uat.sandbox.my.salesforce.com, acme--uat.sandbox.my.salesforce.com",
        "acme-dev-ed.develop.my.salesforce.com/, acme-dev-ed.develop.my.salesforce.com",
    })
    void takes_my_domain_hosts(String typed, String host) {
        assertThat(hosts.domain(typed)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "my.salesforce.com",
                "login.salesforce.com",
                "test.salesforce.com",
                "acme.lightning.force.com",
                "acme.my.salesforce.com.evil.example",
                "evil.example/acme.my.salesforce.com",
                "evil.example#.my.salesforce.com",
                "evil.example?.my.salesforce.com",
                "user@acme.my.salesforce.com",
                "acme.my.salesforce.com:8443",
                "acme.my.salesforce.com/path",
                "acme.my.salesforce.com//",
                "http://acme.my.salesforce.com",
                "https://https://acme.my.salesforce.com",
                "acme_x.my.salesforce.com",
                "-acme.my.salesforce.com",
                "acme .my.salesforce.com",
                "acme\n.my.salesforce.com",
                "127.0.0.1",
                "evilmy.salesforce.com",
            })
    void refuses_everything_else_with_the_expected_form(String typed) {
        assertThatThrownBy(() -> hosts.domain(typed))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DOMAIN_INVALID))
                .hasMessageContaining("acme.my.salesforce.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://evil.example/.my.salesforce.com",
                "https://evilsalesforce.com",
                "https://acme.my.salesforce.com:8443",
                "https://user@acme.my.salesforce.com",
                "http://acme.my.salesforce.com",
                "http://localhost:9090",
                "file:///etc/passwd",
                "not a url",
            })
    void refuses_foreign_instances(String url) {
        assertThatThrownBy(() -> hosts.instance(url))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_RESPONSE_MALFORMED));
    }

    @Test
    void takes_instances_on_salesforce_hosts() {
        assertThat(hosts.instance("https://acme.my.salesforce.com/")).hasToString("https://acme.my.salesforce.com");
        assertThat(hosts.instance("https://na139.salesforce.com")).hasToString("https://na139.salesforce.com");
    }

    @Test
    void a_development_endpoint_stands_for_every_domain() {
        assertThat(development.base("acme.my.salesforce.com")).hasToString("http://localhost:9090");
        assertThat(development.instance("https://acme.my.salesforce.com")).hasToString("http://localhost:9090");
        assertThat(development.instance("http://localhost:9090/x")).hasToString("http://localhost:9090");
        assertThatThrownBy(() -> development.instance("http://evil.example")).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9090",
                "http://",
                "http://local host",
                "ftp://localhost",
                "http://user@localhost:9090",
                "http://localhost:9090?org=1",
                "http://localhost:9090/#acme",
                "acme.my.salesforce.com=",
                "http://localhost:9090,http://localhost:9091"
            })
    void a_development_endpoint_that_is_none_is_refused(String set) {
        assertThatThrownBy(() -> SalesforceHosts.of(set))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("could not start: ALLOTROPE_SALESFORCE_ENDPOINT is \"" + set
                        + "\"; it may be an address like http://localhost:9090");
    }

    @Test
    void a_slash_behind_a_development_endpoint_is_not_one_of_its_paths() {
        SalesforceHosts slashed =
                SalesforceHosts.of("http://localhost:9090/ , acme.my.salesforce.com=http://sim/org//");

        assertThat(slashed.base("other.my.salesforce.com")).hasToString("http://localhost:9090");
        assertThat(slashed.base("acme.my.salesforce.com")).hasToString("http://sim/org");
    }

    @Test
    void a_domain_may_have_a_development_endpoint_of_its_own() {
        SalesforceHosts several =
                SalesforceHosts.of("http://localhost:9090, Acme.my.salesforce.com=http://127.0.0.1:9091");

        assertThat(several.base("acme.my.salesforce.com")).hasToString("http://127.0.0.1:9091");
        assertThat(several.base("other.my.salesforce.com")).hasToString("http://localhost:9090");
        assertThat(several.instance("http://127.0.0.1:9091")).hasToString("http://127.0.0.1:9091");
        assertThat(SalesforceHosts.of("acme.my.salesforce.com=http://127.0.0.1:9091")
                        .base("other.my.salesforce.com"))
                .hasToString("https://other.my.salesforce.com");
    }
}
