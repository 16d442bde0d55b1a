package dev.allotrope.connect.vault;

/// Keys to sign what is handed out, such as links. Derived from the first encryption key, so every node has the
/// same ones, and what was signed before that key changed is not recognised after.
public final class SigningKeys {
    private final Vault vault;

    SigningKeys(Vault vault) {
        this.vault = vault;
    }

    /// The 32 bytes for `purpose`; keys of different purposes tell nothing about each other.
    public byte[] forPurpose(String purpose) {
        return vault.derive("signing " + purpose);
    }
}
