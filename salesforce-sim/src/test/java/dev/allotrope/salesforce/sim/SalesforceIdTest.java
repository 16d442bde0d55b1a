package dev.allotrope.salesforce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.salesforce.sim.id.SalesforceId;
import org.junit.jupiter.api.Test;

/// Record ids: Salesforce Help, "Finding the Salesforce ID"; the checksum of the 18-character form.
class SalesforceIdTest {

    // The organization id of the token sample in the REST API guide.
    @Test
    void a_15_character_id_gets_its_checksum() {
        assertThat(SalesforceId.normalise("00Dxx0000001gPL")).contains("00Dxx0000001gPLEAY");
    }

    @Test
    void ids_grow_with_their_number() {
        assertThat(SalesforceId.of("kA0", 61)).isLessThan(SalesforceId.of("kA0", 62));
        assertThat(SalesforceId.of("kA0", 9)).isLessThan(SalesforceId.of("kA0", 10));
    }

    @Test
    void other_text_is_no_id() {
        assertThat(SalesforceId.normalise("kA0-00000000001")).isEmpty();
        assertThat(SalesforceId.normalise("kA0")).isEmpty();
    }
}
