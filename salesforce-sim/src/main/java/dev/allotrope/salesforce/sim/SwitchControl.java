package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.control.SimClock;
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
    private final SimClock clock;

    SwitchControl(Switches switches, SimClock clock) {
        this.switches = switches;
        this.clock = clock;
    }

    Map<String, @Nullable Object> show() {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (Switch flag : Switch.values()) {
            shown.put(flag.wireName(), switches.on(flag));
        }
        shown.put("object_prefix", switches.objectPrefix());
        shown.put("instance_url", switches.instanceUrl());
        shown.put("image_host", switches.imageHost());
        shown.put("hidden_fields", new TreeSet<>(switches.hiddenFields()));
        shown.put("default_language", switches.defaultLanguage());
        shown.put("languages", new TreeSet<>(switches.languages()));
        shown.put("inactive_languages", new TreeSet<>(switches.inactiveLanguages()));
        shown.put("max_page_rows", switches.maxPageRows());
        shown.put("daily_calls", switches.dailyCalls());
        shown.put("latency_ms", switches.latency().toMillis());
        shown.put("bytes_per_second", switches.bytesPerSecond());
        shown.put("session_timeout_seconds", switches.sessionTimeout().toSeconds());
        shown.put("refresh_token_idle_seconds", seconds(switches.refreshTokenIdle()));
        shown.put("refresh_token_life_seconds", seconds(switches.refreshTokenLife()));
        shown.put("late_commit_seconds", clock.late().toSeconds());
        shown.put("late_commit_every", clock.lateEvery());
        shown.put("stamp_length_seconds", clock.stampLength().toSeconds());
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
            case "instance_url" -> switches.instanceUrl(text(value));
            case "image_host" -> switches.imageHost(text(value));
            case "hidden_fields" -> switches.hiddenFields(names(value));
            case "default_language" -> switches.defaultLanguage(value.asString());
            case "languages" -> switches.languages(names(value));
            case "inactive_languages" -> switches.inactiveLanguages(names(value));
            case "max_page_rows" -> switches.maxPageRows(value.asInt());
            case "daily_calls" -> switches.dailyCalls(value.asLong());
            case "latency_ms" -> switches.latency(Duration.ofMillis(value.asLong()));
            case "bytes_per_second" -> switches.bytesPerSecond(value.asLong());
            case "session_timeout_seconds" -> switches.sessionTimeout(Duration.ofSeconds(value.asLong()));
            case "refresh_token_idle_seconds" -> switches.refreshTokenIdle(duration(value));
            case "refresh_token_life_seconds" -> switches.refreshTokenLife(duration(value));
            case "late_commit_seconds" -> clock.commitLate(Duration.ofSeconds(value.asLong()), clock.lateEvery());
            case "late_commit_every" -> clock.commitLate(clock.late(), value.asInt());
            case "stamp_length_seconds" -> clock.stampsOf(Duration.ofSeconds(value.asLong()));
            default -> {
                return;
            }
        }
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    private static @Nullable Duration duration(JsonNode seconds) {
        return seconds.isNull() ? null : Duration.ofSeconds(seconds.asLong());
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : value.asString();
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new LinkedHashSet<>();
        array.forEach(name -> names.add(name.asString()));
        return names;
    }
}
