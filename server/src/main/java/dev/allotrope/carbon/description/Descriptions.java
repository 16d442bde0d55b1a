package dev.allotrope.carbon.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What is said of calls and fields in words, from `calls.properties` and `fields.properties` beside this class.
final class Descriptions {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Properties calls = read("calls.properties");
    private final Properties fields = read("fields.properties");

    /// What a call does, in a few words.
    @Nullable
    String title(String method, String path) {
        return calls.getProperty(key(method, path) + ".title");
    }

    /// What a call does.
    @Nullable
    String call(String method, String path) {
        return calls.getProperty(key(method, path));
    }

    /// A body that a call takes; null when it takes none.
    @Nullable
    Object example(String method, String path) {
        String example = calls.getProperty(key(method, path) + ".example");
        return example == null ? null : JSON.readValue(example, Object.class);
    }

    /// What the calls of a group are about.
    @Nullable
    String group(String name) {
        return calls.getProperty("group." + name);
    }

    /// What a field of a record means.
    @Nullable
    String field(String type, String field) {
        return fields.getProperty(type + "." + field, fields.getProperty("*." + field));
    }

    /// What a record or an enum is; null where its fields say it all.
    @Nullable
    String type(String name) {
        return fields.getProperty(name);
    }

    private static String key(String method, String path) {
        return method.toLowerCase(Locale.ROOT) + path;
    }

    private static Properties read(String name) {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(Descriptions.class.getResourceAsStream(name), name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + name, e);
        }
        return properties;
    }
}
