package dev.allotrope.carbon;

import dev.allotrope.carbon.access.CallerResolver;
import dev.allotrope.carbon.access.CrossOrigin;
import dev.allotrope.carbon.access.RateLimits;
import dev.allotrope.carbon.access.SizeLimit;
import dev.allotrope.carbon.access.TidyPaths;
import dev.allotrope.carbon.contract.processing.EmbeddingModels;
import dev.allotrope.carbon.description.ApiDescription;
import dev.allotrope.carbon.description.DescriptionPage;
import dev.allotrope.carbon.files.FileLinks;
import dev.allotrope.carbon.files.UserFiles;
import dev.allotrope.carbon.unsupported.UnsupportedRoutes;
import dev.allotrope.carbon.wire.WireConverter;
import dev.allotrope.connect.Connections;
import dev.allotrope.connect.app.CallbackPages;
import dev.allotrope.connect.vault.SigningKeys;
import dev.allotrope.embed.Embedders;
import dev.allotrope.sync.files.ArticleImages;
import dev.allotrope.sync.files.ArticleLinks;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.key.Credentials;
import jakarta.servlet.Filter;
import java.time.InstantSource;
import java.util.List;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
class CarbonConfiguration {
    @Bean
    FilterRegistrationBean<Filter> crossOrigin() {
        return first(new CrossOrigin(), 0);
    }

    @Bean
    FilterRegistrationBean<Filter> tidyPaths() {
        return first(new TidyPaths(), 1);
    }

    @Bean
    FilterRegistrationBean<Filter> sizeLimit() {
        return first(new SizeLimit(), 2);
    }

    @Bean
    RateLimits rateLimits(@Value("${ALLOTROPE_RATE_LIMITS:default}") String setting, InstantSource clock) {
        return RateLimits.of(setting, clock);
    }

    @Bean
    CallerResolver callerResolver(Credentials credentials, Customers customers, RateLimits limits) {
        return new CallerResolver(credentials, customers, limits);
    }

    @Bean
    FileLinks fileLinks(CallbackPages pages, SigningKeys keys, InstantSource clock) {
        return new FileLinks(pages.base(), keys.forPurpose("file links"), clock);
    }

    @Bean
    UserFiles userFiles(
            FileLinks links,
            Customers customers,
            Settings settings,
            Connections connections,
            ArticleImages images,
            ArticleLinks articleLinks) {
        return new UserFiles(links, customers, settings, connections, images, articleLinks);
    }

    @Bean
    EmbeddingModels embeddingModels(Embedders embedders) {
        return new EmbeddingModels(embedders);
    }

    @Bean
    WebMvcConfigurer wire(CallerResolver callers) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(callers);
            }

            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.addCustomConverter(new WireConverter());
            }

            /// Whoever opens the server's address in a browser wants to know what it is.
            @Override
            public void addViewControllers(ViewControllerRegistry views) {
                views.addRedirectViewController("/", "/docs");
            }

            /// Clients ask for whatever their library asks for; the answer is JSON.
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
                negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.ALL);
            }
        };
    }

    /// A command has no routes.
    @Bean
    @ConditionalOnWebApplication
    SmartInitializingSingleton unsupportedRoutes(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        return () -> UnsupportedRoutes.register(mappings);
    }

    @Bean
    ApiDescription apiDescription(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return new ApiDescription(mappings::getObject);
    }

    @Bean
    @ConditionalOnWebApplication
    SwaggerIndexTransformer descriptionPage(
            SwaggerUiConfigProperties page,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mappers) {
        return new DescriptionPage(page, oauth, welcome, mappers);
    }

    private static FilterRegistrationBean<Filter> first(Filter filter, int place) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        return registration;
    }
}
