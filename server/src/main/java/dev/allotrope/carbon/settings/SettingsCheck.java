package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.Problem;
import dev.allotrope.source.settings.LinkTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds what can be wrong with settings whatever the org looks like. What the org does not have is told when it was
/// described.
final class SettingsCheck {
    /// The longest time between two checks: a week.
    static final int MAX_MINUTES = 7 * 24 * 60;
    /// How many groups SOQL can ask for at a time (SOQL reference, "WITH DATA CATEGORY").
    static final int MAX_GROUPS = 3;

    /// The most characters that the names of a scope may have together, as they stand in a URL.
    static final int MAX_SCOPE = 5_000;

    private static final int SEPARATORS = 10;
    private static final int MAX_NAME = 255;
    private static final Pattern LANGUAGE = Pattern.compile("([a-z]{2,3})(?:_([A-Z]{2}))?");
    private static final Pattern API_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");

    /// Codes of ISO 639, and those by which Salesforce knows further languages.
    private static final Set<String> LANGUAGES = languages("haw", "hmn", "in", "iw", "ji", "sh");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final List<Object> loc;
    private final List<Problem> problems = new ArrayList<>();

    SettingsCheck(Object... loc) {
        this.loc = List.of(loc);
    }

    /// Throws [InvalidRequest] with every problem.
    void require(SalesforceSettings settings) {
        SalesforceScope scope = settings.scope();
        size(scope.languages(), "scope", "languages");
        size(scope.channels(), "scope", "channels");
        size(scope.recordTypes(), "scope", "record_types");
        size(scope.categories(), "scope", "categories");
        size(scope.validationStatuses(), "scope", "validation_statuses");
        size(settings.bodyFields(), "body_fields");
        languages(scope.languages());
        recordTypes(scope.recordTypes());
        categories(scope.categories());
        statuses(scope.validationStatuses());
        length(scope);
        bodyFields(settings.bodyFields());
        Integer minutes = settings.checkIntervalMinutes();
        if (minutes != null && (minutes < 1 || minutes > MAX_MINUTES)) {
            wrong("an interval has 1 to " + MAX_MINUTES + " minutes", "check_interval_minutes");
        }
        String template = settings.articleUrlTemplate();
        if (template != null) {
            LinkTemplate.problem(template).ifPresent(reason -> wrong(reason, "article_url_template"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequest(problems);
        }
    }

    private void size(List<?> list, Object... below) {
        if (list.size() > SalesforceScope.MAX) {
            wrong("a list has at most " + SalesforceScope.MAX + " entries", below);
        }
    }

    private void languages(List<String> languages) {
        for (int i = 0; i < languages.size(); i++) {
            if (!known(languages.get(i))) {
                wrong("this is no language; Salesforce writes them like en_US or de", "scope", "languages", i);
            }
        }
    }

    private static boolean known(String language) {
        Matcher parts = LANGUAGE.matcher(language);
        return parts.matches()
                && LANGUAGES.contains(parts.group(1))
                && (parts.group(2) == null || COUNTRIES.contains(parts.group(2)));
    }

    private void recordTypes(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!API_NAME.matcher(names.get(i)).matches()) {
                wrong("this is no developer name", "scope", "record_types", i);
            }
        }
    }

    private void categories(List<SalesforceCategory> categories) {
        Map<String, CategoryOperators> operators = new HashMap<>();
        for (int i = 0; i < categories.size(); i++) {
            SalesforceCategory category = categories.get(i);
            if (!API_NAME.matcher(category.group()).matches()) {
                wrong("this is no API name of a data category group", "scope", "categories", i, "group");
            }
            if (!API_NAME.matcher(category.category()).matches()) {
                wrong("this is no API name of a data category", "scope", "categories", i, "category");
            }
            String group = category.condition().group().toLowerCase(Locale.ROOT);
            CategoryOperators first = operators.putIfAbsent(group, category.operator());
            if (first != null && first != category.operator()) {
                wrong("the categories of one group need the same operator", "scope", "categories", i, "operator");
            }
        }
        if (operators.size() > MAX_GROUPS) {
            wrong("Salesforce filters by at most " + MAX_GROUPS + " data category groups", "scope", "categories");
        }
    }

    private void statuses(List<String> statuses) {
        for (int i = 0; i < statuses.size(); i++) {
            if (statuses.get(i).isBlank() || statuses.get(i).length() > MAX_NAME) {
                wrong("a validation status has 1 to " + MAX_NAME + " characters", "scope", "validation_statuses", i);
            }
        }
    }

    /// All of it stands in the URL of one query, beside the ids of articles.
    private void length(SalesforceScope scope) {
        int length = Stream.of(scope.languages(), scope.recordTypes(), scope.validationStatuses())
                .flatMap(List::stream)
                .mapToInt(text -> LinkTemplate.encoded(text).length() + SEPARATORS)
                .sum();
        for (SalesforceCategory category : scope.categories()) {
            length += category.group().length() + category.category().length() + SEPARATORS;
        }
        if (length > MAX_SCOPE) {
            wrong("the names of a scope have at most " + MAX_SCOPE + " characters together", "scope");
        }
    }

    private void bodyFields(List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!API_NAME.matcher(fields.get(i)).matches()) {
                wrong("this is no API name of a field", "body_fields", i);
            }
        }
    }

    private void wrong(String msg, Object... below) {
        List<Object> full = new ArrayList<>(loc);
        full.addAll(Arrays.asList(below));
        problems.add(new Problem(full, "Value error, " + msg, "value_error"));
    }

    private static Set<String> languages(String... more) {
        Set<String> all = new HashSet<>(Arrays.asList(Locale.getISOLanguages()));
        all.addAll(Arrays.asList(more));
        return all;
    }
}
