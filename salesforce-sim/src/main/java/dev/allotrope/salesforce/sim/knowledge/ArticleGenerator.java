package dev.allotrope.salesforce.sim.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Makes an org of any size out of a seed: the same seed makes the same articles. Bodies are made anew whenever they
/// are read, so that 50,000 articles need little memory.
public final class ArticleGenerator {

    private static final int TRANSLATED_EVERY = 20;
    private static final int CATEGORIZED_OF_TEN = 8;
    private static final List<String> LANGUAGES = List.of("de", "fr", "ja");
    private static final List<String> RECORD_TYPES = List.of("FAQ", "How_To", "Troubleshooting", "Release_Note");
    private static final Set<String> SOFTWARE = Set.of("Dashboard", "Firmware", "Backup", "Certificate");
    private static final Set<String> BILLING = Set.of("Invoice", "Account");
    private static final List<List<String>> REGIONS = List.of(
            List.of("All", "Europe"),
            List.of("All", "Europe", "Germany"),
            List.of("All", "Europe", "France"),
            List.of("All", "Asia"),
            List.of("All", "Asia", "Japan"));
    private static final List<Set<Channel>> CHANNELS = List.of(
            Set.of(Channel.APP),
            Set.of(Channel.APP),
            Set.of(Channel.APP, Channel.PKB),
            Set.of(Channel.APP, Channel.PKB),
            Set.of(Channel.APP, Channel.PKB),
            Set.of(Channel.APP, Channel.PKB),
            Set.of(Channel.APP, Channel.PKB, Channel.CSP),
            Set.of(Channel.APP, Channel.PRM));
    private static final int OUT_OF_DATE_EVERY = 4;

    private final Org org;
    private final long seed;

    public ArticleGenerator(Org org, long seed) {
        this.org = org;
        this.seed = seed;
    }

    /// Publishes `count` versions: articles in English, and a translation of about every twentieth, some of them out of
    /// date; with record types, channels and categories of two groups.
    public void generate(int count) {
        int index = 0;
        for (int published = 0; published < count; index++) {
            String name = "generated-" + seed + "-" + index;
            ArticleVersion draft = org.create(name, "en_US", content(name, index, 0));
            published++;
            if (index % TRANSLATED_EVERY == 1 && published < count) {
                String language = LANGUAGES.get(index / TRANSLATED_EVERY % LANGUAGES.size());
                org.translate(name, language, content(name + "-" + language, index, 1));
                published++;
            }
            org.publish(draft.articleId(), null);
        }
    }

    private ArticleContent content(String urlName, int index, int edition) {
        long own = seed * 1_000_003L + index * 31L + edition;
        boolean outOfDate = edition > 0 && index / TRANSLATED_EVERY % OUT_OF_DATE_EVERY == 0;
        SplittableRandom random = new SplittableRandom(own);
        GeneratedText text = new GeneratedText(random);
        String title = text.title() + " (" + index + ")";
        return new ArticleContent(title, urlName, text.sentence(), new Body(own), labels(random, outOfDate));
    }

    private static ArticleContent.Labels labels(SplittableRandom random, boolean outOfDate) {
        List<CategorySelection> categories = new ArrayList<>();
        if (random.nextInt(10) < CATEGORIZED_OF_TEN) {
            String thing = GeneratedText.pick(random, GeneratedText.THINGS);
            categories.add(new CategorySelection("Products", List.of("All", family(thing), thing)));
        }
        if (random.nextInt(3) == 0) {
            categories.add(new CategorySelection("Regions", REGIONS.get(random.nextInt(REGIONS.size()))));
        }
        Set<Channel> channels = CHANNELS.get(random.nextInt(CHANNELS.size()));
        String validation = random.nextBoolean() ? "Validated" : "Not Validated";
        return new ArticleContent.Labels(
                GeneratedText.pick(random, RECORD_TYPES), channels, categories, validation, outOfDate);
    }

    private static String family(String thing) {
        if (SOFTWARE.contains(thing)) {
            return "Software";
        }
        return BILLING.contains(thing) ? "Billing" : "Hardware";
    }

    private record Body(long seed) implements ArticleBody {

        private static final int DETAILED_EVERY = 3;
        private static final Map<String, Integer> SALT = Map.of(QUESTION, 1, ANSWER, 2, DETAILS, 3);

        @Override
        public @Nullable String text(String field) {
            Integer salt = SALT.get(field);
            if (salt == null) {
                return null;
            }
            GeneratedText text = new GeneratedText(new SplittableRandom(seed ^ (salt * 0x9E3779B97F4A7C15L)));
            return switch (field) {
                case QUESTION -> text.question();
                case DETAILS -> Math.floorMod(seed, DETAILED_EVERY) == 0 ? text.plain() : null;
                default -> text.html();
            };
        }
    }
}
