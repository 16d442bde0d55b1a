package dev.allotrope.connect.vault;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class VaultConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(VaultConfiguration.class);

    @Bean
    Vault vault(Environment environment) {
        Optional<String> keys = set(environment, "ALLOTROPE_ENCRYPTION_KEYS");
        if (keys.isPresent()) {
            return new Vault(EncryptionKeys.parse(keys.get()));
        }
        if (set(environment, "ALLOTROPE_DATABASE_URL").isPresent()) {
            throw new Failure(
                    ErrorCode.NOT_CONFIGURED,
                    "could not start: with ALLOTROPE_DATABASE_URL the keys that encrypt credentials must be given; set"
                            + " ALLOTROPE_ENCRYPTION_KEYS to the output of ./allotrope encryption-key and keep it safe");
        }
        return new Vault(EncryptionKeys.inFolder(
                Path.of(set(environment, "ALLOTROPE_DATA_DIR").orElse("./data"))));
    }

    @Bean
    SigningKeys signingKeys(Vault vault) {
        return new SigningKeys(vault);
    }

    @Bean
    @ConditionalOnProperty(name = "allotrope.mode", havingValue = "serve", matchIfMissing = true)
    ApplicationRunner resealed(List<Resealing> all) {
        return arguments -> all.forEach(VaultConfiguration::reseal);
    }

    private static void reseal(Resealing part) {
        int sealed = part.work().getAsInt();
        if (sealed > 0) {
            LOG.info(
                    "{} {} were sealed with a former encryption key, and are with the first one now",
                    sealed,
                    part.what());
        }
    }

    private static Optional<String> set(Environment environment, String name) {
        return Optional.ofNullable(environment.getProperty(name))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty));
    }
}
