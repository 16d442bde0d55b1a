/// Secrets as they are stored: sealed with keys that stand outside the database.
///
/// [dev.allotrope.connect.vault.Vault] seals and opens; what a sealed text belongs to is authenticated with it.
/// [dev.allotrope.connect.vault.SigningKeys] derives keys for links that work without a credential.
@NullMarked
@NamedInterface("vault")
package dev.allotrope.connect.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
