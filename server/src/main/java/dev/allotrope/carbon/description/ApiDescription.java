package dev.allotrope.carbon.description;

import dev.allotrope.carbon.access.ByApiKey;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Fills the description from the controllers of this package's groups: their paths, the records they take and
/// give, and the credentials they need.
public final class ApiDescription implements GlobalOpenApiCustomizer {
    private static final String GROUPS = "dev.allotrope.carbon.";
    private static final String ERROR_PATH = "/error";
    private static final String JSON = "application/json";

    private static final String PARAMETER = "Parameter";

    private final Supplier<RequestMappingHandlerMapping> mappings;
    private final Descriptions descriptions = new Descriptions();

    /// `mappings` is asked late: it is not complete while this is built.
    public ApiDescription(Supplier<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public void customise(OpenAPI api) {
        WireSchemas schemas = new WireSchemas(descriptions);
        Paths paths = new Paths();
        routes().forEach((route, handler) -> {
            PathItem item = paths.computeIfAbsent(route.path(), path -> new PathItem());
            item.operation(PathItem.HttpMethod.valueOf(route.method()), operation(route, handler, schemas));
        });
        schemas.of(HTTPValidationError.class);
        Components components = new Components();
        schemas.named().forEach(components::addSchemas);
        addSecurity(components);
        api.info(new Info().title("Allotrope").version("v1").description("""
                        The API of Carbon, for Salesforce Knowledge. Send `authorization: Bearer <api key>` with \
                        `customer-id`, your own id of the end user whose data is meant, or `authorization: Token <access \
                        token>` alone; calls for the whole organization take the API key alone. Times are UTC with six \
                        fraction digits. Fields that are not known are ignored, and named in the header \
                        `X-Allotrope-Ignored-Fields`. Every error is `{"detail": …}`: a \
                        sentence, or with status 422 a list of problems. 429 and 503 say in `Retry-After` when to try \
                        again."""))
                .servers(List.of(new Server().url("/")))
                .paths(paths)
                .components(components)
                .tags(tags());
    }

    private List<Tag> tags() {
        return routes().values().stream()
                .map(ApiDescription::group)
                .distinct()
                .sorted()
                .map(group -> new Tag().name(group).description(descriptions.group(group)))
                .toList();
    }

    /// A way into the API, in the order of the description.
    private record Route(String path, String method) implements Comparable<Route> {
        @Override
        public int compareTo(Route other) {
            int byPath = path.compareTo(other.path);
            return byPath != 0 ? byPath : method.compareTo(other.method);
        }
    }

    private Map<Route, HandlerMethod> routes() {
        Map<Route, HandlerMethod> routes = new TreeMap<>();
        mappings.get().getHandlerMethods().forEach((mapping, handler) -> {
            if (handler.getBeanType().getName().startsWith(GROUPS)) {
                add(routes, mapping, handler);
            }
        });
        return routes;
    }

    private static void add(Map<Route, HandlerMethod> routes, RequestMappingInfo mapping, HandlerMethod handler) {
        for (String path : mapping.getPatternValues()) {
            for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                if (!path.equals(ERROR_PATH)) {
                    routes.put(new Route(path, method.name()), handler);
                }
            }
        }
    }

    private Operation operation(Route route, HandlerMethod handler, WireSchemas schemas) {
        Method method = handler.getMethod();
        Operation operation = new Operation()
                .operationId(id(route, method))
                .addTagsItem(group(handler))
                .summary(descriptions.title(route.method(), route.path()))
                .description(descriptions.call(route.method(), route.path()))
                .responses(responses(method.getGenericReturnType(), schemas));
        for (MethodParameter parameter : handler.getMethodParameters()) {
            describe(operation, parameter, schemas);
        }
        addExample(operation, descriptions.example(route.method(), route.path()));
        return operation;
    }

    private void describe(Operation operation, MethodParameter parameter, WireSchemas schemas) {
        if (parameter.getParameterType() == Scope.Organization.class) {
            operation.addSecurityItem(new SecurityRequirement().addList("apiKey"));
        } else if (parameter.getParameterType() == Tenant.class) {
            if (!parameter.hasParameterAnnotation(ByApiKey.class)) {
                operation.addSecurityItem(new SecurityRequirement().addList("accessToken"));
            }
            operation.addSecurityItem(
                    new SecurityRequirement().addList("apiKey").addList("customerId"));
        } else if (parameter.hasParameterAnnotation(org.springframework.web.bind.annotation.RequestBody.class)) {
            Schema<?> body = schemas.of(parameter.getGenericParameterType());
            operation.requestBody(new RequestBody().required(true).content(json(body)));
            operation.getResponses().addApiResponse("422", invalid());
        } else if (parameter.hasParameterAnnotation(PathVariable.class)) {
            operation.addParametersItem(parameter("path", parameter, schemas).required(true));
        } else if (parameter.hasParameterAnnotation(RequestParam.class) && parameter.getParameterType() != Map.class) {
            operation.addParametersItem(query(parameter, schemas));
        }
    }

    private static void addExample(Operation operation, @Nullable Object example) {
        if (example != null) {
            MediaType body = Objects.requireNonNull(
                    operation.getRequestBody().getContent().get(JSON), "a body is JSON");
            body.setExample(example);
        }
    }

    private Parameter query(MethodParameter parameter, WireSchemas schemas) {
        Parameter query = parameter("query", parameter, schemas);
        RequestParam asked = Objects.requireNonNull(parameter.getParameterAnnotation(RequestParam.class));
        String otherwise = asked.defaultValue();
        if (!otherwise.equals(ValueConstants.DEFAULT_NONE)) {
            boolean text = parameter.getParameterType() == String.class;
            query.getSchema().setDefault(text ? otherwise : Long.valueOf(otherwise));
            return query;
        }
        return asked.required() ? query.required(true) : query;
    }

    private Parameter parameter(String in, MethodParameter parameter, WireSchemas schemas) {
        String name = name(parameter);
        return new Parameter()
                .in(in)
                .name(name)
                .description(descriptions.field(PARAMETER, name))
                .schema(schemas.of(parameter.getParameterType()));
    }

    private static String name(MethodParameter parameter) {
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        String given = path != null ? path.value() : query != null ? query.name() : "";
        return given.isEmpty() ? parameter.getParameter().getName() : given;
    }

    private static ApiResponses responses(Type type, WireSchemas schemas) {
        Type body = type instanceof ParameterizedType entity && entity.getRawType() == ResponseEntity.class
                ? entity.getActualTypeArguments()[0]
                : type;
        ApiResponse answer = new ApiResponse().description("Successful Response");
        if (isWire(body)) {
            answer.content(json(schemas.of(body)));
        }
        return new ApiResponses().addApiResponse("200", answer);
    }

    /// Everything that is not a page or a file.
    private static boolean isWire(Type body) {
        return switch (body) {
            case Class<?> plain -> plain.isRecord() || plain == boolean.class;
            case ParameterizedType list -> list.getRawType() == List.class && isWire(list.getActualTypeArguments()[0]);
            default -> false;
        };
    }

    private static ApiResponse invalid() {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/HTTPValidationError");
        return new ApiResponse().description("Validation Error").content(json(schema));
    }

    /// The shape of an answer with status 422.
    private record HTTPValidationError(List<ValidationError> detail) {}

    /// One problem of a request.
    private record ValidationError(List<Object> loc, String msg, String type) {}

    private static Content json(Schema<?> schema) {
        return new Content().addMediaType(JSON, new MediaType().schema(schema));
    }

    private static void addSecurity(Components components) {
        components.addSecuritySchemes("accessToken", header("authorization", "`Token <access token>`"));
        components.addSecuritySchemes("apiKey", header("authorization", "`Bearer <api key>`"));
        components.addSecuritySchemes("customerId", header("customer-id", "Your own id of the end user"));
    }

    private static SecurityScheme header(String name, String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name(name)
                .description(description);
    }

    private static String id(Route route, Method method) {
        String path = route.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
        return words(method.getName()).toLowerCase(Locale.ROOT).replace(' ', '_') + "_" + path + "_"
                + route.method().toLowerCase(Locale.ROOT);
    }

    private static String group(HandlerMethod handler) {
        String name = handler.getBeanType().getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// `listAgain` is "List again".
    private static String words(String camelCase) {
        String spaced = camelCase.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }
}
