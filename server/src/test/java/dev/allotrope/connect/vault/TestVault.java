package dev.allotrope.connect.vault;

import java.util.Base64;

/// Vaults for tests.
public final class TestVault {
    private TestVault() {}

    /// A vault with a key of its own.
    public static Vault random() {
        return new Vault(EncryptionKeys.parse(EncryptionKeys.generate().reveal()));
    }

    /// A vault with a key that everybody knows.
    public static Vault open() {
        return new Vault(EncryptionKeys.parse("test:" + Base64.getEncoder().encodeToString(new byte[32])));
    }
}
