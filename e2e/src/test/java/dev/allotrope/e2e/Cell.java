package dev.allotrope.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// A fault at a stage of a run, for one call or until the org recovers.
record Cell(Stage stage, String fault, Span span) {
    private static final Set<String> OF_TOKENS = Set.of("invalid_grant", "login_rate_limit", "login_stumble");
    /// The call is carried out, and its answer is lost.
    private static final Set<String> ANSWERED_UNHEARD = Set.of("answer_lost", "truncated");

    private static final int SLOW_MILLIS = 300;

    enum Span {
        ONCE,
        LASTING
    }

    /// Three kinds of runs; and what is no run, somebody who opens a picture.
    enum Run {
        FIRST,
        DELTA,
        FULL,
        READ
    }

    /// What a run asks for, by the kind of call and by what its path or query has in it.
    enum Stage {
        FIRST_VERSIONS(Run.FIRST, "versions", ""),
        FIRST_OBJECTS(Run.FIRST, "global_describe", ""),
        FIRST_DESCRIPTION(Run.FIRST, "describe", ""),
        FIRST_LISTING(Run.FIRST, "query", "ORDER BY KnowledgeArticleId"),
        FIRST_NEXT_PAGE(Run.FIRST, "query_more", ""),
        FIRST_CATEGORIES(Run.FIRST, "category_groups", ""),
        FIRST_BODIES(Run.FIRST, "retrieve", ""),
        FIRST_RELATED(Run.FIRST, "query", "SELECT Id, PublishStatus"),
        FIRST_FILES(Run.FIRST, "query", "LinkedEntityId IN ("),
        FIRST_FILE_BYTES(Run.FIRST, "version_data", ""),
        FIRST_COUNTS(Run.FIRST, "query", "GROUP BY"),
        FIRST_TOKEN(Run.FIRST, "token", ""),
        DELTA_CHECK(Run.DELTA, "query", "COUNT(Id)"),
        DELTA_NEW_VERSIONS(Run.DELTA, "query", "FROM ContentVersion"),
        DELTA_FILES_OF_VERSIONS(Run.DELTA, "query", "ContentDocumentId IN ("),
        DELTA_LISTING(Run.DELTA, "query", "LastPublishedDate >="),
        DELTA_NEXT_PAGE(Run.DELTA, "query_more", ""),
        DELTA_BODIES(Run.DELTA, "retrieve", ""),
        DELTA_RELATED(Run.DELTA, "query", "SELECT Id, PublishStatus"),
        DELTA_FILES(Run.DELTA, "query", "LinkedEntityId IN ("),
        DELTA_FILE_BYTES(Run.DELTA, "version_data", ""),
        DELTA_TOKEN(Run.DELTA, "token", ""),
        FULL_DESCRIPTION(Run.FULL, "describe", ""),
        FULL_LISTING(Run.FULL, "query", "ORDER BY KnowledgeArticleId"),
        FULL_NEXT_PAGE(Run.FULL, "query_more", ""),
        FULL_BODIES(Run.FULL, "retrieve", ""),
        FULL_RELATED(Run.FULL, "query", "SELECT Id, PublishStatus"),
        FULL_FILES(Run.FULL, "query", "LinkedEntityId IN ("),
        FULL_FILE_BYTES(Run.FULL, "version_data", ""),
        FULL_CONFIRMATION(Run.FULL, "query", "KnowledgeArticleId IN ("),
        FULL_COUNTS(Run.FULL, "query", "GROUP BY"),
        FULL_TOKEN(Run.FULL, "token", ""),
        READ_PICTURE(Run.READ, "rich_text_image", ""),
        READ_TOKEN(Run.READ, "token", "");

        private final Run run;
        private final String call;
        private final String matching;

        Stage(Run run, String call, String matching) {
            this.run = run;
            this.call = call;
            this.matching = matching;
        }

        Run run() {
            return run;
        }

        boolean ofTokens() {
            return call.equals("token");
        }

        /// Log-ins before the run ask for tokens too.
        private int skipped() {
            return this == FIRST_TOKEN ? 1 : 0;
        }
    }

    String name() {
        return (stage + "-" + fault + "-" + span).toLowerCase(Locale.ROOT);
    }

    /// Those of its org. They differ from cell to cell, and are the same each time.
    Habits habits() {
        return Habits.of(name().hashCode());
    }

    /// Whether the fault costs the token that it should bring.
    boolean losesToken() {
        return habits().rotates() && stage.ofTokens() && ANSWERED_UNHEARD.contains(fault);
    }

    /// What the simulator is told.
    Map<String, ?> plan() {
        return Map.of(
                "fault",
                fault,
                "on",
                stage.call,
                "matching",
                stage.matching,
                "skip",
                stage.skipped(),
                "always",
                span == Span.LASTING,
                "delay_ms",
                SLOW_MILLIS);
    }

    /// All there are for these faults.
    static List<Cell> all(List<String> faults) {
        return Stream.of(Stage.values())
                .flatMap(stage -> faults.stream()
                        .filter(fault -> stage.ofTokens() || !OF_TOKENS.contains(fault))
                        .flatMap(fault -> Stream.of(Span.values()).map(span -> new Cell(stage, fault, span))))
                .toList();
    }

    /// `number` of them or more, as a seed has it, with every fault and every stage among them.
    static List<Cell> sample(List<Cell> all, int number, long seed) {
        List<Cell> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        Set<Cell> chosen = new LinkedHashSet<>();
        Set<String> faults = new HashSet<>();
        Set<Stage> stages = new HashSet<>();
        // Few cells are enough when each has a fault and a stage that no other has.
        shuffled.stream()
                .filter(cell -> !faults.contains(cell.fault) && !stages.contains(cell.stage))
                .forEach(cell -> {
                    faults.add(cell.fault);
                    stages.add(cell.stage);
                    chosen.add(cell);
                });
        shuffled.stream()
                .filter(cell -> faults.add(cell.fault) | stages.add(cell.stage))
                .forEach(chosen::add);
        shuffled.stream()
                .filter(cell -> !chosen.contains(cell))
                .limit(Math.max(0, number - chosen.size()))
                .toList()
                .forEach(chosen::add);
        return List.copyOf(chosen);
    }
}
