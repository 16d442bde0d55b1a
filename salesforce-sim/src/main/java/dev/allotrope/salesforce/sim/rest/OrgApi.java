package dev.allotrope.salesforce.sim.rest;

import dev.allotrope.salesforce.sim.control.Ledger;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.schema.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the org has: API versions, resources, limits, and how Knowledge is set up (REST API guide, Versions, Resources
/// by Version, Limits; Knowledge Developer Guide, knowledgeManagement/settings).
final class OrgApi {

    static final int OLDEST_VERSION = 31;
    static final int LATEST_VERSION = 67;

    private static final int WINTER_26 = 65;

    private final Ledger ledger;
    private final Switches switches;

    OrgApi(Ledger ledger, Switches switches) {
        this.ledger = ledger;
        this.switches = switches;
    }

    static List<Map<String, String>> versions() {
        return IntStream.rangeClosed(OLDEST_VERSION, LATEST_VERSION)
                .mapToObj(number -> {
                    Map<String, String> version = new LinkedHashMap<>();
                    version.put("label", label(number));
                    version.put("url", "/services/data/v" + number + ".0");
                    version.put("version", number + ".0");
                    return version;
                })
                .toList();
    }

    /// Three releases a year; v67.0 is Summer '26.
    private static String label(int version) {
        List<String> seasons = List.of("Winter", "Spring", "Summer");
        int sinceWinter26 = version - WINTER_26;
        return seasons.get(Math.floorMod(sinceWinter26, 3)) + " '" + (26 + Math.floorDiv(sinceWinter26, 3));
    }

    static boolean isServed(String version) {
        if (!version.matches("v\\d{1,3}\\.0")) {
            return false;
        }
        int number = Integer.parseInt(version.substring(1, version.indexOf('.')));
        return number >= OLDEST_VERSION && number <= LATEST_VERSION;
    }

    static Map<String, String> resources(String base) {
        Map<String, String> all = new LinkedHashMap<>();
        List.of("sobjects", "query", "limits", "composite", "search", "support", "knowledgeManagement")
                .forEach(name -> all.put(name, base + "/" + name));
        return all;
    }

    Reply limits(View view) {
        if (!view.maySeeSetup()) {
            return Reply.error(403, "FUNCTIONALITY_NOT_ENABLED", "View Setup and Configuration is required");
        }
        Map<String, Object> daily = new LinkedHashMap<>();
        daily.put("Max", switches.dailyCalls());
        daily.put("Remaining", Math.max(0, switches.dailyCalls() - ledger.usedToday()));
        return Reply.json(200, Map.of("DailyApiRequests", daily));
    }

    Reply settings(View view) {
        if (!view.mayReadKnowledge()) {
            return Reply.error(403, "FUNCTIONALITY_NOT_ENABLED", "Knowledge is not enabled for this organization");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("defaultLanguage", switches.defaultLanguage());
        settings.put("knowledgeEnabled", true);
        settings.put(
                "languages", view.org().languages().stream().map(this::language).toList());
        return Reply.json(200, settings);
    }

    private Map<String, Object> language(String name) {
        Map<String, Object> language = new LinkedHashMap<>();
        language.put("active", !switches.inactiveLanguages().contains(name));
        language.put("name", name);
        return language;
    }
}
