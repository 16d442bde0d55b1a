package dev.allotrope.embed;

import dev.allotrope.embed.http.Provider;
import dev.allotrope.embed.remote.RemoteModel;
import dev.allotrope.embed.remote.RemoteModels;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.ProcessingOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The model that an operator brings along, and the names of Carbon's that it stands for.
record OwnModel(Embedder embedder, Set<String> slugs, Place place) implements AutoCloseable {
    /// Where it runs.
    enum Place {
        /// On a server, which may be away when this one starts.
        ELSEWHERE,
        /// Here, where a model that does not load now never will.
        HERE
    }

    /// The longest vectors that the index takes.
    static final int MAX_DIMENSIONS = 4_096;

    private static final String LANGUAGES = "ALLOTROPE_EMBEDDER_LANGUAGES";
    /// A misspelt list would leave every text without a vector.
    private static final Pattern LIST_OF_LANGUAGES =
            Pattern.compile("[A-Za-z]{2,3}(?:[-_]\\w{2,8})*(?:\\s*,\\s*[A-Za-z]{2,3}(?:[-_]\\w{2,8})*)*");

    private static final String SLUGS = "ALLOTROPE_EMBEDDER_SLUGS";
    private static final int MAX_TOKENS = 1_000_000;
    private static final int USUAL_TOKENS = 512;
    private static final int USUAL_WINDOW = 256;
    private static final Logger LOG = LoggerFactory.getLogger(OwnModel.class);

    /// Empty when none is set. Throws [Failure] with `NOT_CONFIGURED` for settings that cannot be.
    static Optional<OwnModel> of(EmbedSettings settings, RemoteModels remote) {
        Optional<String> url = settings.text("ALLOTROPE_EMBEDDER_URL");
        Optional<String> file = settings.text("ALLOTROPE_EMBEDDER_MODEL_FILE");
        if (url.isPresent() && file.isPresent()) {
            throw EmbedSettings.wrong(
                    "ALLOTROPE_EMBEDDER_URL", "left out with ALLOTROPE_EMBEDDER_MODEL_FILE: there is one model");
        }
        if (url.isEmpty() && file.isEmpty() && settings.text(SLUGS).isPresent()) {
            throw EmbedSettings.wrong(
                    SLUGS,
                    "left out: there is no model that these names could stand for; set ALLOTROPE_EMBEDDER_URL or"
                            + " ALLOTROPE_EMBEDDER_MODEL_FILE as well");
        }
        return url.map(address -> new OwnModel(served(address, settings, remote), slugs(settings), Place.ELSEWHERE))
                .or(() -> file.map(path -> new OwnModel(local(path, settings), slugs(settings), Place.HERE)));
    }

    private static Embedder local(String path, EmbedSettings settings) {
        String with = "with ALLOTROPE_EMBEDDER_MODEL_FILE";
        Path model = readable("ALLOTROPE_EMBEDDER_MODEL_FILE", path);
        Path tokenizer = readable(
                "ALLOTROPE_EMBEDDER_TOKENIZER_FILE", settings.required("ALLOTROPE_EMBEDDER_TOKENIZER_FILE", with));
        int most = maxTokens(settings);
        int window =
                settings.number("ALLOTROPE_EMBEDDER_WINDOW_TOKENS", MAX_TOKENS).orElse(USUAL_WINDOW);
        OnnxArtifact artifact = new OnnxArtifact(
                settings.text("ALLOTROPE_EMBEDDER_MODEL")
                        .orElseGet(() -> String.valueOf(model.getFileName()).replaceAll("\\.onnx$", "")),
                new ModelFiles.OnDisk(model, tokenizer),
                pooling(settings),
                dimensions(settings, with),
                most,
                Math.min(most, window),
                0,
                prefixes(settings),
                languages(settings));
        return new OnnxEmbedder(artifact, Runtime.getRuntime().availableProcessors(), System::nanoTime);
    }

    private static Path readable(String name, String text) {
        Path path = Path.of(text);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw EmbedSettings.wrong(name, "a file that can be read; " + path + " is none");
        }
        return path;
    }

    private static Pooling pooling(EmbedSettings settings) {
        String text = settings.required(
                "ALLOTROPE_EMBEDDER_POOLING",
                "with ALLOTROPE_EMBEDDER_MODEL_FILE: cls, mean or last, as its card says");
        return Arrays.stream(Pooling.values())
                .filter(pooling -> pooling.label().equals(text))
                .findFirst()
                .orElseThrow(() -> EmbedSettings.wrong("ALLOTROPE_EMBEDDER_POOLING", "cls, mean or last"));
    }

    private static Embedder served(String url, EmbedSettings settings, RemoteModels remote) {
        String with = "with ALLOTROPE_EMBEDDER_URL";
        URI address = Provider.address("ALLOTROPE_EMBEDDER_URL", url);
        String name = settings.required("ALLOTROPE_EMBEDDER_MODEL", with);
        int most = RemoteModels.margin(maxTokens(settings));
        int window =
                settings.number("ALLOTROPE_EMBEDDER_WINDOW_TOKENS", MAX_TOKENS).orElse(most);
        RemoteModel model = new RemoteModel(
                "own",
                name,
                dimensions(settings, with),
                most,
                Math.min(most, window),
                prefixes(settings),
                languages(settings));
        return remote.own(address, settings.secret("ALLOTROPE_EMBEDDER_API_KEY"), model);
    }

    private static int dimensions(EmbedSettings settings, String with) {
        return settings.number("ALLOTROPE_EMBEDDER_DIMENSIONS", MAX_DIMENSIONS)
                .orElseThrow(() -> EmbedSettings.missing("ALLOTROPE_EMBEDDER_DIMENSIONS", with));
    }

    private static Prefixes prefixes(EmbedSettings settings) {
        return new Prefixes(
                settings.raw("ALLOTROPE_EMBEDDER_QUERY_PREFIX").orElse(""),
                settings.raw("ALLOTROPE_EMBEDDER_PASSAGE_PREFIX").orElse(""));
    }

    private static int maxTokens(EmbedSettings settings) {
        return settings.number("ALLOTROPE_EMBEDDER_MAX_TOKENS", MAX_TOKENS).orElse(USUAL_TOKENS);
    }

    private static Languages languages(EmbedSettings settings) {
        String text = settings.text(LANGUAGES).orElse("en");
        if (!LIST_OF_LANGUAGES.matcher(text).matches()) {
            throw EmbedSettings.wrong(LANGUAGES, "languages such as en,de,pt-BR, or all");
        }
        return Languages.parse(text);
    }

    private static Set<String> slugs(EmbedSettings settings) {
        String text = settings.text(SLUGS).orElse(ProcessingOptions.DEFAULT_MODEL);
        Set<String> slugs = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(slug -> !slug.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (slugs.isEmpty() || !RemoteModels.names().containsAll(slugs)) {
            throw EmbedSettings.wrong(
                    SLUGS, "names that clients send, with commas between: " + String.join(", ", RemoteModels.names()));
        }
        return slugs;
    }

    /// Asks the model once. Throws [Failure] when what it answers is not what was configured; that it does not answer
    /// now is no reason not to start.
    void verify() {
        try {
            embedder.embed(List.of("ready"), Embedder.Purpose.QUERY);
        } catch (Failure e) {
            if (e.code() == ErrorCode.NOT_CONFIGURED || place == Place.HERE) {
                throw new Failure(ErrorCode.NOT_CONFIGURED, "could not start: " + e.getMessage(), e);
            }
            LOG.warn("documents may wait for their embeddings: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws Exception {
        if (embedder instanceof AutoCloseable closing) {
            closing.close();
        }
    }
}
