package dev.allotrope.connect.vault;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals secrets for storage with AES-256-GCM. The sealed form is `key id.base64`; what it belongs to is
/// authenticated with it, so a sealed text that was moved to another place does not open.
public final class Vault {
    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final String DERIVATION = "HmacSHA256";

    private final String first;
    private final Secret firstKey;
    private final Map<String, Aead> ciphers = new LinkedHashMap<>();

    Vault(EncryptionKeys keys) {
        this.first = keys.base64().firstEntry().getKey();
        this.firstKey = keys.base64().firstEntry().getValue();
        keys.base64().forEach((id, base64) -> ciphers.put(id, cipher(base64)));
    }

    /// `place` says where the sealed text will stand, such as `connection 7 refresh_token`.
    public String seal(Secret secret, String place) {
        try {
            byte[] sealed = cipher(first, place).encrypt(bytes(secret.reveal()), bytes(place));
            return first + "." + Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal " + place, e);
        }
    }

    /// Throws [Failure] with `NOT_CONFIGURED` when the key is not there, and with `INTERNAL` when the text was
    /// tampered with.
    public Secret open(String sealed, String place) {
        int dot = sealed.indexOf('.');
        Aead cipher = cipher(sealed.substring(0, Math.max(dot, 0)), place);
        try {
            byte[] opened = cipher.decrypt(Base64.getDecoder().decode(sealed.substring(dot + 1)), bytes(place));
            return Secret.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(
                    ErrorCode.INTERNAL,
                    "could not open " + place
                            + ": it is damaged, was moved, or its key has other bytes under the same id",
                    e);
        }
    }

    /// The same secret sealed with the first key; empty when it is so already, or when it cannot be opened,
    /// which is logged.
    public Optional<String> resealed(String sealed, String place) {
        if (sealed.startsWith(first + ".")) {
            return Optional.empty();
        }
        try {
            return Optional.of(seal(open(sealed, place), place));
        } catch (Failure failure) {
            LOG.warn("{}", failure.getMessage());
            return Optional.empty();
        }
    }

    /// A key for `purpose` that nobody can compute without the first encryption key.
    byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(DERIVATION);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(firstKey.reveal()), DERIVATION));
            return mac.doFinal(bytes(purpose));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + DERIVATION, e);
        }
    }

    private Aead cipher(String keyId, String place) {
        Aead cipher = ciphers.get(keyId);
        if (cipher == null) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not open " + place + ": encryption key " + keyId
                            + " is not configured; add it to ALLOTROPE_ENCRYPTION_KEYS and start again, or have what it sealed"
                            + " made anew: connect the account again, add the webhook or white label again");
        }
        return cipher;
    }

    @AccessesPartialKey
    private static Aead cipher(Secret base64) {
        try {
            AeadConfig.register();
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(EncryptionKeys.KEY_BYTES)
                    .setIvSizeBytes(IV_BYTES)
                    .setTagSizeBytes(TAG_BYTES)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            AesGcmKey key = AesGcmKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(SecretBytes.copyFrom(
                            Base64.getDecoder().decode(base64.reveal()), InsecureSecretKeyAccess.get()))
                    .build();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
