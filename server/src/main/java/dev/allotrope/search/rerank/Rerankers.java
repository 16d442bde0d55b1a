package dev.allotrope.search.rerank;

import dev.allotrope.embed.EmbedSettings;
import dev.allotrope.embed.http.Patience;
import dev.allotrope.embed.http.Provider;
import dev.allotrope.embed.http.ProviderCalls;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rerankers whose keys are set, by the names that Carbon has for them. Its documentation and its API description
/// spell Jina's differently.
public final class Rerankers implements AutoCloseable {
    private record Offer(
            String provider,
            List<String> names,
            String url,
            String urlSetting,
            String keySetting,
            String path,
            String model) {}

    private static final List<Offer> OFFERS = List.of(
            new Offer(
                    "Cohere",
                    List.of("COHERE_RERANK_MULTILINGUAL_V3"),
                    "https://api.cohere.com",
                    "ALLOTROPE_COHERE_URL",
                    "ALLOTROPE_COHERE_API_KEY",
                    "/v2/rerank",
                    "rerank-multilingual-v3.0"),
            new Offer(
                    "Jina",
                    List.of("JINA_RERANKER_MULTILINGUAL_V2", "JINA_MULTILINGUAL_BASE_V2"),
                    "https://api.jina.ai",
                    "ALLOTROPE_JINA_URL",
                    "ALLOTROPE_JINA_API_KEY",
                    "/v1/rerank",
                    "jina-reranker-v2-base-multilingual"));

    private final Map<String, Reranker> byName = new HashMap<>();
    private final List<ProviderCalls> providers = new ArrayList<>();

    /// Throws [Failure] with `NOT_CONFIGURED` for settings that cannot be.
    Rerankers(EmbedSettings settings, Patience patience) {
        for (Offer offer : OFFERS) {
            Secret key = settings.secret(offer.keySetting());
            if (key != null) {
                ProviderCalls calls = new ProviderCalls(Provider.bearer(
                        offer.provider(),
                        Provider.address(
                                offer.urlSetting(),
                                settings.text(offer.urlSetting()).orElse(offer.url())),
                        key,
                        offer.keySetting()));
                providers.add(calls);
                Reranker reranker = new HttpReranker(calls, offer.path(), offer.model(), patience);
                offer.names().forEach(name -> byName.put(name, reranker));
            }
        }
    }

    /// Throws [Failure] with `NOT_CONFIGURED` for a reranker that is not here.
    public void require(String name) {
        named(name);
    }

    Reranker named(String name) {
        return Optional.ofNullable(byName.get(name))
                .orElseThrow(() -> new Failure(
                        ErrorCode.NOT_CONFIGURED,
                        "could not rerank: the reranker that was asked for is not configured on this server; leave rerank"
                                + " out, or " + advice(name)));
    }

    /// What was asked for is not repeated: it may be anything.
    private static String advice(String name) {
        return OFFERS.stream()
                .filter(offer -> offer.names().contains(name))
                .map(offer -> "set " + offer.keySetting())
                .findFirst()
                .orElse("ask for one of "
                        + String.join(
                                ", ",
                                OFFERS.stream()
                                        .flatMap(offer -> offer.names().stream())
                                        .toList()));
    }

    @Override
    public void close() {
        providers.forEach(ProviderCalls::close);
    }
}
