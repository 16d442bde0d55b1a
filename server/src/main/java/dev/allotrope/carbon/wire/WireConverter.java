package dev.allotrope.carbon.wire;

import dev.allotrope.kernel.Tags;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractGenericHttpMessageConverter;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Carries the records of `carbon`, and lists of them, over HTTP. Bodies are JSON whatever the content
/// type says, as long as they are not larger than [#MAX_BODY].
public final class WireConverter extends AbstractGenericHttpMessageConverter<Object> {
    /// The largest request body, in bytes.
    public static final int MAX_BODY = 16 * 1024 * 1024;

    /// Names the fields of a request that are not known.
    public static final String IGNORED = "X-Allotrope-Ignored-Fields";

    private static final String WIRE_PACKAGE = "dev.allotrope.carbon.";

    /// The bytes of large bodies that lie here at once, and of those the bytes that are read as JSON at once.
    private static final int MAX_RECEIVED = 64 * 1024 * 1024;
    private static final int MAX_PARSED = 24 * 1024 * 1024;
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JsonMapper json = mapper();
    private final Bodies bodies = new Bodies(MAX_BODY, MAX_RECEIVED, MAX_PARSED, DEADLINE, PATIENCE);

    public WireConverter() {
        super(MediaType.APPLICATION_JSON, MediaType.ALL);
    }

    /// The request is larger than [#MAX_BODY].
    public static final class BodyTooLarge extends RuntimeException {
        /// What the caller is told.
        public static final String DETAIL = "the request body is larger than " + MAX_BODY + " bytes";

        private static final long serialVersionUID = 1L;

        BodyTooLarge() {
            super(DETAIL);
        }
    }

    /// Writes JSON as the wire wants it: snake case, nulls present, instants by [WireTime], constants by
    /// [WireEnum].
    public static JsonMapper mapper() {
        SimpleModule module = new SimpleModule()
                .addSerializer(Instant.class, serializer((instant, out) -> out.writeString(WireTime.text(instant))))
                .addSerializer(
                        WireEnum.Lowercase.class,
                        serializer((constant, out) -> out.writeString(WireEnum.text((Enum<?>) constant))))
                .addSerializer(Tags.class, serializer(WireConverter::write));
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .addModule(module)
                .build();
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type.isRecord() && type.getName().startsWith(WIRE_PACKAGE);
    }

    @Override
    public boolean canWrite(@Nullable Type type, Class<?> plain, @Nullable MediaType mediaType) {
        return isList(type) || super.canWrite(type, plain, mediaType);
    }

    @Override
    public boolean canRead(Type type, @Nullable Class<?> contextClass, @Nullable MediaType mediaType) {
        return isList(type) || type instanceof Class<?> plain && canRead(plain, mediaType);
    }

    private boolean isList(@Nullable Type type) {
        return type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && list.getActualTypeArguments()[0] instanceof Class<?> element
                && supports(element);
    }

    @Override
    public Object read(Type type, @Nullable Class<?> contextClass, HttpInputMessage input) throws IOException {
        WireReader.Whole whole = bodies.read(input.getBody(), body -> WireReader.whole(body, type));
        tell(whole.ignored());
        return whole.request();
    }

    private static void tell(Ignored ignored) {
        if (!ignored.isEmpty()
                && RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes asked) {
            Objects.requireNonNull(asked.getResponse(), "a request has a response")
                    .setHeader(IGNORED, ignored.header());
        }
    }

    @Override
    protected Object readInternal(Class<?> type, HttpInputMessage input) throws IOException {
        return read(type, null, input);
    }

    @Override
    protected void writeInternal(Object value, @Nullable Type type, HttpOutputMessage output) throws IOException {
        output.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        output.getBody().write(json.writeValueAsBytes(value));
    }

    private static void write(Tags tags, JsonGenerator out) {
        out.writeStartObject();
        tags.values().forEach((key, value) -> {
            out.writeName(key);
            switch (value) {
                case Tags.Value.One one -> out.writeString(one.text());
                case Tags.Value.Many many -> out.writePOJO(many.texts());
            }
        });
        out.writeEndObject();
    }

    private interface Writing<T> {
        void write(T value, JsonGenerator out);
    }

    private static <T> ValueSerializer<T> serializer(Writing<T> writing) {
        return new ValueSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                writing.write(value, out);
            }
        };
    }
}
