package dev.allotrope.connect;

import java.util.Base64;

/// A vault with a key that everybody knows.
public final class TestVault {
    private TestVault() {}

    public static Vault open() {
        return new Vault(EncryptionKeys.parse("test:" + Base64.getEncoder().encodeToString(new byte[32])));
    }
}
