package dev.allotrope.embed.remote;

import dev.allotrope.embed.EmbedSettings;
import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.Languages;
import dev.allotrope.embed.Prefixes;
import dev.allotrope.embed.http.Provider;
import dev.allotrope.embed.http.ProviderCalls;
import dev.allotrope.kernel.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The models of providers whose keys are set, by the names that Carbon has for them; and one on any server that
/// speaks as OpenAI does.
public final class RemoteModels implements AutoCloseable {
    /// OpenAI's models read this many tokens.
    private static final int OPENAI_TOKENS = 8_191;
    /// OpenAI takes 300,000 tokens a request. More texts would make answers long.
    private static final Batches.Limit OPENAI_LIMIT = new Batches.Limit(128, 250_000);
    /// Of 512 that Cohere's model reads, as a count by another tokenizer is not exact.
    private static final int COHERE_TOKENS = 400;

    private static final int COHERE_DIMENSIONS = 1_024;
    /// What servers for models of one's own take by default.
    private static final Batches.Limit OWN_LIMIT = new Batches.Limit(32, 16_384);

    private static final String AZURE_VERSION = "2024-10-21";

    /// A model of OpenAI's under one of Carbon's names, which differ by the provider in front.
    ///
    /// @param shortened whether vectors can be had in several lengths, so that the length is asked for
    private record Offer(String openAi, String azure, String model, int dimensions, boolean shortened) {}

    private static final List<Offer> OFFERS = List.of(
            new Offer("OPENAI", "AZURE_OPENAI", "text-embedding-ada-002", 1_536, false),
            new Offer("OPENAI_ADA_SMALL_512", "AZURE_ADA_SMALL_512", "text-embedding-3-small", 512, true),
            new Offer("OPENAI_ADA_SMALL_1536", "AZURE_ADA_SMALL_1536", "text-embedding-3-small", 1_536, true),
            new Offer("OPENAI_ADA_LARGE_256", "AZURE_ADA_LARGE_256", "text-embedding-3-large", 256, true),
            new Offer("OPENAI_ADA_LARGE_1024", "AZURE_ADA_LARGE_1024", "text-embedding-3-large", 1_024, true),
            new Offer("OPENAI_ADA_LARGE_3072", "AZURE_ADA_LARGE_3072", "text-embedding-3-large", 3_072, true));

    /// What is to be set for a name of Carbon's.
    private static final Map<String, String> ADVICE = Map.of(
            "OPENAI", "set ALLOTROPE_OPENAI_API_KEY",
            "AZURE", "set ALLOTROPE_AZURE_OPENAI_URL and ALLOTROPE_AZURE_OPENAI_API_KEY",
            "COHERE", "set ALLOTROPE_COHERE_API_KEY");

    /// Carbon's names of other models than OpenAI's.
    private static final List<String> OTHERS = List.of("COHERE_MULTILINGUAL_V3", "SOLAR_1_MINI", "VERTEX_MULTIMODAL");

    private final Map<String, Embedder> bySlug = new LinkedHashMap<>();
    private final List<ProviderCalls> providers = new ArrayList<>();

    private RemoteModels() {}

    /// Throws [dev.allotrope.kernel.Failure] with `NOT_CONFIGURED` for settings that cannot be.
    public static RemoteModels of(EmbedSettings settings) {
        RemoteModels models = new RemoteModels();
        models.openAi(settings);
        models.azure(settings);
        models.cohere(settings);
        return models;
    }

    public Map<String, Embedder> bySlug() {
        return Map.copyOf(bySlug);
    }

    /// The names that Carbon's clients can send, whether there is a model for them or not.
    public static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(OTHERS);
        OFFERS.forEach(offer -> names.addAll(List.of(offer.openAi(), offer.azure())));
        return names;
    }

    /// How a model that is not here can be had.
    public static String advice(String slug) {
        return Optional.ofNullable(ADVICE.get(slug.split("_", 2)[0]))
                .orElse(
                        "no provider of it can be set; name it in ALLOTROPE_EMBEDDER_SLUGS to have a model of your own stand"
                                + " for it");
    }

    /// A model on a server of the operator's that speaks as OpenAI does. `model` counts its tokens as its makers
    /// do; for the margin see [#margin].
    public Embedder own(URI url, @Nullable Secret key, RemoteModel model) {
        ProviderCalls calls = calls(Provider.bearer("the embedding server", url, key, "ALLOTROPE_EMBEDDER_API_KEY"));
        OpenAiDialect dialect = new OpenAiDialect(OpenAiDialect.PATH, model.name(), null, OWN_LIMIT);
        return new RemoteEmbedder(calls, dialect, model);
    }

    /// How many of OpenAI's tokens surely are no more than `tokens` of another model's.
    public static int margin(int tokens) {
        return Math.max(1, tokens * 3 / 4);
    }

    private void openAi(EmbedSettings settings) {
        Secret key = settings.secret("ALLOTROPE_OPENAI_API_KEY");
        if (key == null) {
            return;
        }
        URI url = Provider.address(
                "ALLOTROPE_OPENAI_URL", settings.text("ALLOTROPE_OPENAI_URL").orElse("https://api.openai.com/v1"));
        ProviderCalls calls = calls(Provider.bearer("OpenAI", url, key, "ALLOTROPE_OPENAI_API_KEY"));
        for (Offer offer : OFFERS) {
            bySlug.put(offer.openAi(), embedder(calls, offer, OpenAiDialect.PATH));
        }
    }

    private void azure(EmbedSettings settings) {
        Secret key = settings.secret("ALLOTROPE_AZURE_OPENAI_API_KEY");
        if (key == null) {
            return;
        }
        URI url = Provider.address(
                "ALLOTROPE_AZURE_OPENAI_URL",
                settings.required("ALLOTROPE_AZURE_OPENAI_URL", "with ALLOTROPE_AZURE_OPENAI_API_KEY"));
        String version = settings.text("ALLOTROPE_AZURE_OPENAI_API_VERSION").orElse(AZURE_VERSION);
        ProviderCalls calls =
                calls(new Provider("Azure OpenAI", url, Map.of("api-key", key), "ALLOTROPE_AZURE_OPENAI_API_KEY"));
        Optional<Map<String, String>> deployments =
                settings.text("ALLOTROPE_AZURE_OPENAI_DEPLOYMENTS").map(RemoteModels::pairs);
        for (Offer offer : OFFERS) {
            Optional<String> deployment = deployments
                    .map(given -> given.get(offer.model()))
                    .or(() -> deployments.isPresent() ? Optional.empty() : Optional.of(offer.model()));
            deployment.ifPresent(name -> bySlug.put(
                    offer.azure(),
                    embedder(
                            calls,
                            offer,
                            "/openai/deployments/" + encoded(name) + "/embeddings?api-version=" + encoded(version))));
        }
    }

    private void cohere(EmbedSettings settings) {
        Secret key = settings.secret("ALLOTROPE_COHERE_API_KEY");
        if (key == null) {
            return;
        }
        URI url = Provider.address(
                "ALLOTROPE_COHERE_URL", settings.text("ALLOTROPE_COHERE_URL").orElse("https://api.cohere.com"));
        ProviderCalls calls = calls(Provider.bearer("Cohere", url, key, "ALLOTROPE_COHERE_API_KEY"));
        RemoteModel model = new RemoteModel(
                "cohere",
                "embed-multilingual-v3.0",
                COHERE_DIMENSIONS,
                COHERE_TOKENS,
                COHERE_TOKENS,
                Prefixes.NONE,
                Languages.ALL);
        bySlug.put("COHERE_MULTILINGUAL_V3", new RemoteEmbedder(calls, new CohereDialect(model.name()), model));
    }

    private static RemoteEmbedder embedder(ProviderCalls calls, Offer offer, String path) {
        RemoteModel model = new RemoteModel(
                "openai",
                offer.model(),
                offer.dimensions(),
                OPENAI_TOKENS,
                OPENAI_TOKENS,
                Prefixes.NONE,
                Languages.ALL);
        @Nullable Integer asked = offer.shortened() ? offer.dimensions() : null;
        return new RemoteEmbedder(calls, new OpenAiDialect(path, offer.model(), asked, OPENAI_LIMIT), model);
    }

    /// Models and their deployments: `model=deployment,…`.
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            String[] sides = pair.split("=", -1);
            if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
                throw EmbedSettings.wrong(
                        "ALLOTROPE_AZURE_OPENAI_DEPLOYMENTS",
                        "models and their deployments, such as text-embedding-3-small=my-deployment");
            }
            pairs.put(sides[0].strip(), sides[1].strip());
        }
        return pairs;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private ProviderCalls calls(Provider provider) {
        ProviderCalls calls = new ProviderCalls(provider);
        providers.add(calls);
        return calls;
    }

    @Override
    public void close() {
        providers.forEach(ProviderCalls::close);
    }
}
