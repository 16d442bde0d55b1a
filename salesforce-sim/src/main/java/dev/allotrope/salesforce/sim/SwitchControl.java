package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/sim/switches`: the flags by their names, and the settings that carry a value.
final class SwitchControl {

    private final Switches switches;

    SwitchControl(Switches switches) {
        this.switches = switches;
    }

    Map<String, @Nullable Object> show() {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (Switch flag : Switch.values()) {
            shown.put(flag.wireName(), switches.on(flag));
        }
        Duration idle = switches.refreshTokenIdle();
        shown.put("object_prefix", switches.objectPrefix());
        shown.put("instance_url", switches.instanceUrl());
        shown.put("hidden_fields", new TreeSet<>(switches.hiddenFields()));
        shown.put("max_page_rows", switches.maxPageRows());
        shown.put("daily_calls", switches.dailyCalls());
        shown.put("session_timeout_seconds", switches.sessionTimeout().toSeconds());
        shown.put("refresh_token_idle_seconds", idle == null ? null : idle.toSeconds());
        return shown;
    }

    /// Applies every member; an unknown name is refused before anything changes.
    Map<String, @Nullable Object> change(JsonNode body) {
        Set<String> known = show().keySet();
        body.propertyNames().forEach(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no such switch: " + name);
            }
        });
        for (Switch flag : Switch.values()) {
            if (body.has(flag.wireName())) {
                switches.set(flag, body.get(flag.wireName()).asBoolean());
            }
        }
        body.properties().forEach(each -> set(each.getKey(), each.getValue()));
        return show();
    }

    private void set(String name, JsonNode value) {
        switch (name) {
            case "object_prefix" -> switches.objectPrefix(value.asString());
            case "instance_url" -> switches.instanceUrl(value.isNull() ? null : value.asString());
            case "hidden_fields" -> switches.hiddenFields(names(value));
            case "max_page_rows" -> switches.maxPageRows(value.asInt());
            case "daily_calls" -> switches.dailyCalls(value.asLong());
            case "session_timeout_seconds" -> switches.sessionTimeout(Duration.ofSeconds(value.asLong()));
            case "refresh_token_idle_seconds" ->
                switches.refreshTokenIdle(value.isNull() ? null : Duration.ofSeconds(value.asLong()));
            default -> {
                return;
            }
        }
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new LinkedHashSet<>();
        array.forEach(name -> names.add(name.asString()));
        return names;
    }
}
