package dev.allotrope.connect.vault;

import java.util.Base64;

/// Vaults for tests.
public final class TestVault {
    /// A key that everybody knows.
    public static final String KNOWN = "test:" + Base64.getEncoder().encodeToString(new byte[32]);

    private TestVault() {}

    /// A new key, in the written form.
    public static String key() {
        return EncryptionKeys.generate().reveal();
    }

    /// A vault with these keys.
    public static Vault of(String... keys) {
        return new Vault(EncryptionKeys.parse(String.join(",", keys)));
    }

    /// A vault with a key that everybody knows.
    public static Vault open() {
        return of(KNOWN);
    }
}
