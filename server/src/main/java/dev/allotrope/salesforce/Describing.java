package dev.allotrope.salesforce;

import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.salesforce.article.Choices;
import dev.allotrope.salesforce.article.Knowledge;
import dev.allotrope.salesforce.article.Knowledge.Abilities;
import dev.allotrope.salesforce.article.Knowledge.BodyField;
import dev.allotrope.salesforce.rest.Answer;
import dev.allotrope.salesforce.rest.JsonFields;
import dev.allotrope.salesforce.rest.Refusal;
import dev.allotrope.salesforce.rest.RestCall;
import dev.allotrope.salesforce.rest.SalesforceRest;
import dev.allotrope.source.Grant;
import dev.allotrope.source.settings.SourceSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/// Finds out what an org's Knowledge looks like to the connected user, with three calls: API versions, objects, and
/// the one object whose name ends in `__kav`; when that is known, with one.
final class Describing {
    /// The newest API version that this code was written against.
    static final int TESTED_VERSION = 67;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.0");
    private static final int NOT_FOUND = 404;
    private static final String CATEGORIES = "DataCategorySelections";

    private final SalesforceRest rest;

    Describing(SalesforceRest rest) {
        this.rest = rest;
    }

    Knowledge describe(Grant grant) {
        String doing = doing(grant);
        String version = version(grant, doing);
        String object = object(grant, version, doing);
        return knowledge(
                version, object, described(grant, version, object, doing).orThrow(doing), doing);
    }

    /// The same with one call, for an org whose object is known; empty when there is no object of that name any more.
    Optional<Knowledge> again(Grant grant, Knowledge known) {
        String doing = doing(grant);
        return switch (described(grant, known.version(), known.object(), doing)) {
            case Answer.Given<JsonNode>(JsonNode description, long _) ->
                Optional.of(knowledge(known.version(), known.object(), description, doing));
            case Answer.Refused<JsonNode>(Refusal refusal) -> {
                if (refusal.status() != NOT_FOUND && refusal.kind() != Refusal.Kind.STALE_DESCRIPTION) {
                    throw refusal.failure(doing);
                }
                yield Optional.empty();
            }
        };
    }

    private Answer<JsonNode> described(Grant grant, String version, String object, String doing) {
        RestCall call = RestCall.get(version + "/sobjects/" + object + "/describe");
        return rest.ask(grant, call, doing, parser -> parser.<JsonNode>readValueAsTree());
    }

    private static String doing(Grant grant) {
        return "read what Knowledge looks like in the org of data source " + grant.connection();
    }

    private String version(Grant grant, String doing) {
        JsonNode versions = rest.ask(
                        grant, RestCall.get("/services/data/"), doing, parser -> parser.<JsonNode>readValueAsTree())
                .orThrow(doing);
        int newest = 0;
        for (JsonNode version : versions) {
            Matcher matcher = VERSION.matcher(version.path("version").asString(""));
            int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            newest = number <= TESTED_VERSION ? Math.max(newest, number) : newest;
        }
        if (newest == 0) {
            throw notReadable(doing, "the org offers no API version up to v" + TESTED_VERSION + ".0");
        }
        return "/services/data/v" + newest + ".0";
    }

    private String object(Grant grant, String version, String doing) {
        List<String> names = rest.ask(grant, RestCall.get(version + "/sobjects"), doing, Describing::articleObjects)
                .orThrow(doing);
        if (names.size() > 1) {
            throw notReadable(
                    doing,
                    "the org has the article types " + String.join(", ", names)
                            + " of Classic Knowledge; only Lightning Knowledge, with one type, can be read");
        }
        if (names.isEmpty()) {
            throw notReadable(
                    doing,
                    "Knowledge is off, or the connected user lacks read access to it: an administrator has to switch"
                            + " on Lightning Knowledge (Setup, Knowledge Settings) and grant \"Read\" on the Knowledge object (Setup,"
                            + " Permission Sets, Object Settings)");
        }
        return names.getFirst();
    }

    /// The list of objects is long, so only one of them is held at a time.
    private static List<String> articleObjects(JsonParser parser) {
        List<String> names = new ArrayList<>();
        JsonFields.eachOf(parser, "sobjects", object -> {
            String name = object.path("name").asString("");
            if (name.endsWith(Knowledge.SUFFIX) && object.path("queryable").asBoolean(true)) {
                names.add(name);
            }
        });
        return names;
    }

    private static Knowledge knowledge(String version, String object, JsonNode description, String doing) {
        Set<String> fields = description
                .path("fields")
                .valueStream()
                .map(field -> field.path("name").asString(""))
                .collect(Collectors.toSet());
        Choices choices = choices(description);
        for (String required : Knowledge.REQUIRED) {
            if (!fields.contains(required)) {
                throw notReadable(
                        doing,
                        "the connected user cannot see the field " + required + " of " + object
                                + ": an administrator has to grant read access to it (Setup, Permission Sets, Object Settings, Field"
                                + " Permissions)");
            }
        }
        if (choices.body().isEmpty()) {
            throw notReadable(
                    doing,
                    "no rich text or long text field of " + object
                            + " is visible to the connected user; an administrator"
                            + " has to grant read access to the body fields in field-level security (Setup, Permission Sets,"
                            + " Object Settings)");
        }
        Abilities abilities = new Abilities(hasCategories(description), true, true);
        return new Knowledge(version, object, fields, abilities, choices, SourceSettings.DEFAULT);
    }

    private static Choices choices(JsonNode description) {
        List<JsonNode> fields = description.path("fields").valueStream().toList();
        return new Choices(
                fields.stream()
                        .filter(Describing::isBody)
                        .map(Describing::bodyField)
                        .toList(),
                fields.stream()
                        .filter(Describing::isText)
                        .map(Describing::bodyField)
                        .toList(),
                values(fields, "Language"),
                recordTypes(description),
                values(fields, "ValidationStatus"));
    }

    /// The values that a picklist offers now.
    private static Set<String> values(List<JsonNode> fields, String name) {
        return fields.stream()
                .filter(field -> field.path("name").asString("").equals(name))
                .flatMap(field -> field.path("picklistValues").valueStream())
                .filter(value -> value.path("active").asBoolean(true))
                .map(value -> value.path("value").asString(""))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> recordTypes(JsonNode description) {
        Map<String, String> labels = new HashMap<>();
        for (JsonNode type : description.path("recordTypeInfos")) {
            String name = type.path("developerName").asString("");
            if (!name.isEmpty() && !type.path("master").asBoolean(false)) {
                labels.put(name, type.path("name").asString(name));
            }
        }
        return labels;
    }

    private static boolean isText(JsonNode field) {
        String type = field.path("type").asString("");
        return type.equals("textarea") || type.equals("string");
    }

    /// Long text fields, plain or rich, share the type `textarea`; an org's own fields end in `__c`.
    private static boolean isBody(JsonNode field) {
        return field.path("type").asString("").equals("textarea")
                && (field.path("custom").asBoolean(false)
                        || field.path("name").asString("").endsWith("__c"));
    }

    private static BodyField bodyField(JsonNode field) {
        boolean rich = field.path("htmlFormatted").asBoolean(false)
                || field.path("extraTypeInfo").asString("").equals("richtextarea");
        String name = field.path("name").asString("");
        return new BodyField(name, field.path("label").asString(name), rich);
    }

    private static boolean hasCategories(JsonNode description) {
        for (JsonNode child : description.path("childRelationships")) {
            if (child.path("relationshipName").asString("").equals(CATEGORIES)) {
                return true;
            }
        }
        return false;
    }

    private static Failure notReadable(String doing, String reason) {
        return new Failure(ErrorCode.SOURCE_NOT_READABLE, "could not " + doing + ": " + reason);
    }
}
