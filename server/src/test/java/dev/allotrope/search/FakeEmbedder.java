package dev.allotrope.search;

import dev.allotrope.embed.Embedder;
import dev.allotrope.embed.EmbedderId;
import dev.allotrope.embed.Embedding;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Answers the same vector to every text, knows some languages, and can be taken down.
final class FakeEmbedder implements Embedder {
    private final EmbedderId id;
    private final Embedding answer;
    private final Set<String> languages;
    private final List<Map.Entry<String, Purpose>> asked = new ArrayList<>();
    private boolean down;

    FakeEmbedder(EmbedderId id, Embedding answer, String... languages) {
        this.id = id;
        this.answer = answer;
        this.languages = Set.of(languages);
    }

    void takeDown() {
        down = true;
    }

    List<Map.Entry<String, Purpose>> asked() {
        return asked;
    }

    @Override
    public EmbedderId id() {
        return id;
    }

    @Override
    public int dimensions() {
        return answer.values().length;
    }

    @Override
    public int windowTokens() {
        return 256;
    }

    @Override
    public int tokens(String text) {
        return text.length();
    }

    /// Its vocabulary has no words.
    @Override
    public boolean misreads(String word) {
        return true;
    }

    @Override
    public boolean knows(String language) {
        return languages.contains(language);
    }

    @Override
    public List<Embedding> embed(List<String> texts, Purpose purpose) {
        if (down) {
            throw new Failure(ErrorCode.EMBEDDER_UNAVAILABLE, "could not embed: the model is down");
        }
        texts.forEach(text -> asked.add(Map.entry(text, purpose)));
        return texts.stream().map(text -> answer).toList();
    }
}
