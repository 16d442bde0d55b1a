package dev.allotrope.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Questions made from what is published: phrases from inside the bodies that share no run of three words with the
/// title of their article and stand in no other article. The same articles always give the same phrases.
final class Phrases {
    /// Shortest and longest phrase, in words.
    private static final int MIN_WORDS = 8;

    private static final int MAX_WORDS = 12;
    /// Words that must not stand in the same order in the title.
    private static final int RUN = 3;

    private static final Pattern SKIPPED = Pattern.compile("(?is)<(script|style|pre|table|h[1-6])\\b.*?</\\1>");
    private static final Pattern BLOCK = Pattern.compile("(?i)</?(p|div|li|ul|ol|blockquote|br|hr)\\b[^>]*>");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>");
    private static final Pattern SENTENCE_END = Pattern.compile("[\\n\\r]+|(?<=[.!?:;])\\s");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final List<SimulatedOrg.Body> bodies;
    private final Map<SimulatedOrg.Article, String> words = new HashMap<>();
    private final Map<String, Integer> articlesWith = new HashMap<>();

    private Phrases(List<SimulatedOrg.Body> bodies) {
        this.bodies = bodies.stream()
                .sorted(Comparator.comparing(body -> body.article().externalId()))
                .toList();
        this.bodies.forEach(body -> words.put(body.article(), plain(text(body.html()))));
        words.values()
                .forEach(all -> NO_WORD.splitAsStream(all.strip())
                        .distinct()
                        .forEach(word -> articlesWith.merge(word, 1, Integer::sum)));
    }

    /// Questions from articles at even distances in the order of ids; fewer when fewer articles have such a phrase.
    static List<Question> choose(List<SimulatedOrg.Body> bodies, int count) {
        return new Phrases(bodies).questions(count);
    }

    private List<Question> questions(int count) {
        List<Question> chosen = new ArrayList<>();
        Set<String> used = new HashSet<>();
        int step = Math.max(1, bodies.size() / count);
        for (int start = 0; start < step && chosen.size() < count; start++) {
            for (int at = start; at < bodies.size() && chosen.size() < count; at += step) {
                SimulatedOrg.Body body = bodies.get(at);
                if (used.add(body.article().id())) {
                    question(body).ifPresent(chosen::add);
                }
            }
        }
        return chosen;
    }

    /// The phrase whose words stand in the fewest articles on average.
    private Optional<Question> question(SimulatedOrg.Body body) {
        return SENTENCE_END
                .splitAsStream(text(body.html()))
                .flatMap(sentence -> phrase(sentence, body.article()).stream())
                .min(Comparator.comparingDouble(this::commonness).thenComparing(Comparator.naturalOrder()))
                .map(phrase -> new Question(phrase, Set.of(body.article().externalId()), true));
    }

    private double commonness(String phrase) {
        return NO_WORD.splitAsStream(plain(phrase).strip())
                .mapToLong(word -> articlesWith.getOrDefault(word, 0))
                .average()
                .orElse(Double.MAX_VALUE);
    }

    private Optional<String> phrase(String sentence, SimulatedOrg.Article article) {
        List<String> parts = Arrays.stream(sentence.strip().split("\\s+")).toList();
        if (parts.size() < MIN_WORDS) {
            return Optional.empty();
        }
        String phrase = String.join(" ", parts.subList(0, Math.min(MAX_WORDS, parts.size())));
        return sharesRun(phrase, article.title()) || !onlyIn(article, phrase) ? Optional.empty() : Optional.of(phrase);
    }

    private boolean onlyIn(SimulatedOrg.Article article, String phrase) {
        String wanted = plain(phrase);
        return words.entrySet().stream()
                .allMatch(entry ->
                        entry.getKey().equals(article) == entry.getValue().contains(wanted));
    }

    static boolean sharesRun(String phrase, String title) {
        List<String> all = NO_WORD.splitAsStream(plain(phrase).strip()).toList();
        String there = plain(title);
        for (int at = 0; at + RUN <= all.size(); at++) {
            if (there.contains(plain(String.join(" ", all.subList(at, at + RUN))))) {
                return true;
            }
        }
        return false;
    }

    /// Lower-case words with one space around each.
    private static String plain(String text) {
        return " "
                + NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip() + " ";
    }

    private static String text(String html) {
        String cut = SKIPPED.matcher(html).replaceAll("\n");
        String lines = TAG.matcher(BLOCK.matcher(cut).replaceAll("\n")).replaceAll("");
        return lines.replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
