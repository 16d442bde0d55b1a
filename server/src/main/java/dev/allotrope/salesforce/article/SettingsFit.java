package dev.allotrope.salesforce.article;

import dev.allotrope.salesforce.article.Knowledge.BodyField;
import dev.allotrope.source.settings.SourceScope;
import dev.allotrope.source.settings.SourceSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether settings can be followed in an org. A name that is not there would match nothing, and everything held would
/// fall out of the scope: it is a mistake to be told, not a wish to be granted.
final class SettingsFit {
    private SettingsFit() {}

    /// Why they cannot be followed; empty when they can.
    static Optional<String> misfit(Knowledge knowledge, SourceSettings settings) {
        SourceScope scope = settings.scope();
        return Stream.of(
                        bodyFields(knowledge, settings.bodyFields()),
                        languages(knowledge, scope.languages()),
                        channels(knowledge, scope.channels()),
                        recordTypes(knowledge, scope.recordTypes()),
                        statuses(knowledge, scope.validationStatuses()),
                        categories(knowledge, scope.categories()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> bodyFields(Knowledge knowledge, List<String> wanted) {
        List<BodyField> readable = knowledge.choices().texts();
        Set<String> names = readable.stream().map(BodyField::name).collect(Collectors.toSet());
        return missing(wanted, names)
                .map(name -> "the body field " + name + " is no text field of " + knowledge.object()
                        + " that the connected user can read; readable are " + shown(readable));
    }

    private static String shown(List<BodyField> fields) {
        return fields.stream()
                .map(field -> field.name() + (field.rich() ? " (rich text)" : " (plain text)"))
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> languages(Knowledge knowledge, List<String> wanted) {
        Set<String> known = knowledge.choices().languages();
        return known.isEmpty()
                ? Optional.empty()
                : missing(wanted, known)
                        .map(language -> "the scope asks for the language " + language
                                + ", which is none of the org's Knowledge languages: " + String.join(", ", known));
    }

    private static Optional<String> channels(Knowledge knowledge, List<SourceScope.Channel> wanted) {
        return missing(wanted.stream().map(ScopeFilter::flag).toList(), knowledge.fields())
                .map(flag -> "the scope asks for channels, but the connected user cannot see the field " + flag);
    }

    private static Optional<String> recordTypes(Knowledge knowledge, List<String> wanted) {
        if (!wanted.isEmpty() && !knowledge.hasRecordTypes()) {
            return Optional.of("the scope asks for record types, but " + knowledge.object() + " has none");
        }
        Set<String> known = knowledge.choices().recordTypes().keySet();
        return known.isEmpty()
                ? Optional.empty()
                : missing(wanted, known)
                        .map(type -> "the scope asks for the record type " + type + ", which is none of "
                                + knowledge.object() + ": " + String.join(", ", known));
    }

    private static Optional<String> statuses(Knowledge knowledge, List<String> wanted) {
        if (!wanted.isEmpty() && !knowledge.fields().contains(ScopeFilter.VALIDATION_STATUS)) {
            return Optional.of("the scope asks for a validation status, but the connected user cannot see the field "
                    + ScopeFilter.VALIDATION_STATUS + "; it is there when Validation Status is on in the org");
        }
        Set<String> known = knowledge.choices().validationStatuses();
        return known.isEmpty()
                ? Optional.empty()
                : missing(wanted, known)
                        .map(status -> "the scope asks for the validation status \"" + status
                                + "\", which is none of the org's: " + String.join(", ", known));
    }

    private static Optional<String> categories(Knowledge knowledge, List<SourceScope.Category> wanted) {
        return wanted.isEmpty() || knowledge.abilities().categories()
                ? Optional.empty()
                : Optional.of("the scope asks for data categories, but the connected user cannot see those of "
                        + knowledge.object());
    }

    private static Optional<String> missing(List<String> wanted, Collection<String> known) {
        return wanted.stream().filter(name -> !known.contains(name)).findFirst();
    }
}
