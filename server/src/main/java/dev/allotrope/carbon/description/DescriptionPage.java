package dev.allotrope.carbon.description;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/// The page that shows the description: it says what it describes, fits small screens, goes without the bar that shows
/// other descriptions, and its white icons stand on a ground that shows them.
public final class DescriptionPage extends SwaggerIndexPageTransformer {
    private static final String PAGE = "index.html";
    private static final String THEIRS = "<title>Swagger UI</title>";
    private static final String OURS = """
            <title>Allotrope: the API</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>.swagger-ui .topbar{display:none}.swagger-ui .opblock-summary .copy-to-clipboard{background:#7d8293}</style>""";

    public DescriptionPage(
            SwaggerUiConfigProperties page,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mappers) {
        super(page, oauth, welcome, mappers);
    }

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = super.transform(request, resource, chain);
        if (!PAGE.equals(resource.getFilename())) {
            return transformed;
        }
        String page = transformed.getContentAsString(StandardCharsets.UTF_8).replace(THEIRS, OURS);
        return new TransformedResource(transformed, page.getBytes(StandardCharsets.UTF_8));
    }
}
