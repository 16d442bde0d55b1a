package dev.allotrope.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.carbon.CarbonServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RateLimitIT {
    @RegisterExtension
    static final CarbonServer server = CarbonServer.shared();

    @Test
    void a_token_that_asks_too_often_is_told_to_wait_and_nobody_else_is() {
        TestOrganization acme = TestOrganization.of(server);
        String greedy = acme.token("greedy");
        String patient = acme.token("patient");

        Reply refused = untilRefused(greedy);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/detail").asString())
                .isEqualTo(
                        "could not answer the request: this customer made more than 600 in a minute; try again in 1 seconds");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(refused.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(whiteLabeling(patient).status()).isEqualTo(200);
        assertThat(acme.get("greedy", "/auth/v1/white_labeling").status()).isEqualTo(200);
    }

    /// The allowance refills while it is used up, so it takes somewhat more requests than it holds.
    private static Reply untilRefused(String token) {
        Reply last = whiteLabeling(token);
        for (int asked = 1; asked < 3_000 && last.status() == 200; asked++) {
            last = whiteLabeling(token);
        }
        return last;
    }

    private static Reply whiteLabeling(String token) {
        return server.get("/auth/v1/white_labeling", "authorization", "Token " + token);
    }
}
