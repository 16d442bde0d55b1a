package dev.allotrope.connect.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.TestDatabase;
import dev.allotrope.connect.Connection;
import dev.allotrope.connect.TestConnect;
import dev.allotrope.connect.vault.TestVault;
import dev.allotrope.connect.vault.Vault;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResealedTokensIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private final String newKey = TestVault.key();
    private TestConnect connect;
    private Tenant tenant;
    private Connection connection;
    private Credential before;

    @BeforeEach
    void authorize() {
        connect = new TestConnect(database);
        tenant = connect.tenant();
        connection = connect.authorized(tenant);
        before = connect.refresher.credential(tenant, connection.id());
    }

    @Test
    void tokens_open_without_the_former_key_once_they_were_sealed_anew() {
        assertThat(reseal(TestVault.of(newKey, connect.key))).isEqualTo(1);

        assertThat(read(TestVault.of(newKey))).isEqualTo(before);
        assertThat(reseal(TestVault.of(newKey, connect.key))).isZero();
    }

    @Test
    void tokens_whose_key_is_gone_stay_as_they_are() {
        assertThat(reseal(TestVault.of(newKey))).isZero();

        assertThat(read(TestVault.of(connect.key))).isEqualTo(before);
    }

    private int reseal(Vault vault) {
        CredentialTable credentials = new CredentialTable(connect.jdbc, vault);
        return connect.transactions.in(Scope.SYSTEM, credentials::reseal);
    }

    private Credential read(Vault vault) {
        CredentialTable credentials = new CredentialTable(connect.jdbc, vault);
        return connect.transactions
                .in(tenant, () -> credentials.find(tenant, connection.id()))
                .orElseThrow();
    }
}
