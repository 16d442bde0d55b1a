package dev.allotrope.carbon.access;

import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.OrganizationId;
import dev.allotrope.kernel.Secret;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.key.Credentials;
import dev.allotrope.tenant.key.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Finds out whom a request speaks for and hands it to the controller as a [Tenant] or a [Scope.Organization].
///
/// A customer is named by an access token, or by an API key with the header `customer-id`, and comes into being
/// on first use. An organization is named by an API key alone; a `customer-id` beside it says nothing there.
public final class CallerResolver implements HandlerMethodArgumentResolver {
    private static final String AUTHORIZATION = "authorization";
    private static final String CUSTOMER_ID = "customer-id";
    private static final String TOKEN = "access token";
    private static final String KEY = "API key";

    private final Credentials credentials;
    private final Customers customers;
    private final RateLimits limits;

    public CallerResolver(Credentials credentials, Customers customers, RateLimits limits) {
        this.credentials = credentials;
        this.customers = customers;
        this.limits = limits;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Tenant.class || parameter.getParameterType() == Scope.Organization.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (parameter.getParameterType() == Tenant.class) {
            return customer(request, !parameter.hasParameterAnnotation(ByApiKey.class));
        }
        return organization(request);
    }

    private Tenant customer(NativeWebRequest request, boolean tokenWillDo) {
        if (tokenWillDo && credential(request) instanceof Credential.Token(var token)) {
            return switch (credentials.accessToken(token)) {
                case Identity.OfCustomer(Tenant tenant) -> {
                    limits.admit(tenant);
                    yield tenant;
                }
                case Identity.OfOrganization _ -> throw new IllegalStateException("an access token is of a customer");
                case Identity.Nobody nobody -> throw refused(nobody, TOKEN);
            };
        }
        Scope.Organization organization = organization(request);
        return customers.named(organization.id(), customerId(request)).tenant();
    }

    private Scope.Organization organization(NativeWebRequest request) {
        Scope.Organization organization = new Scope.Organization(byKey(request));
        limits.admit(organization);
        return organization;
    }

    private OrganizationId byKey(NativeWebRequest request) {
        return switch (credential(request)) {
            case Credential.Missing _ -> throw missing();
            case Credential.Malformed _ ->
                throw new Failure(
                        ErrorCode.CREDENTIAL_INVALID,
                        "could not read the header authorization: it is \"Bearer \" and an API key, or \"Token \" and an access"
                                + " token");
            case Credential.Token(var token) -> throw byToken(token);
            case Credential.ApiKey(var key) ->
                switch (credentials.apiKey(key)) {
                    case Identity.OfOrganization(OrganizationId organization) -> organization;
                    case Identity.OfCustomer _ -> throw new IllegalStateException("an API key is of an organization");
                    case Identity.Nobody nobody -> throw refused(nobody, KEY);
                };
        };
    }

    /// Only a token that is good for something is told what it is not good for.
    private Failure byToken(Secret token) {
        return switch (credentials.accessToken(token)) {
            case Identity.Nobody nobody -> refused(nobody, TOKEN);
            case Identity.OfCustomer _, Identity.OfOrganization _ ->
                new Failure(ErrorCode.FORBIDDEN, "an access token speaks for one customer: this call needs an API key");
        };
    }

    private static Credential credential(NativeWebRequest request) {
        String[] headers = request.getHeaderValues(AUTHORIZATION);
        return Credential.of(headers == null ? null : Collections.enumeration(Arrays.asList(headers)));
    }

    private static String customerId(NativeWebRequest request) {
        String header =
                Objects.requireNonNullElse(request.getHeader(CUSTOMER_ID), "").strip();
        if (header.isEmpty()) {
            throw InvalidRequest.needed(
                    "the header says which end user's data is meant, in words of your own; a new one comes into being with it",
                    "header",
                    CUSTOMER_ID);
        }
        String text = decoded(header);
        if (text.length() > Customers.MAX_EXTERNAL_ID) {
            throw InvalidRequest.value(
                    "a customer id has at most " + Customers.MAX_EXTERNAL_ID + " characters", "header", CUSTOMER_ID);
        }
        return text;
    }

    /// The server reads headers as ISO 8859-1. Some clients write them in UTF-8, others in ISO 8859-1, where
    /// bytes are hardly ever UTF-8 by chance. Decoding those all the same would make one customer of all whose
    /// names differ in such a letter only.
    private static String decoded(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }

    private static Failure missing() {
        return new Failure(
                ErrorCode.CREDENTIAL_MISSING,
                "no credential was given: send the header authorization with \"Bearer \" and an API key, and the header"
                        + " customer-id; or \"Token \" and an access token");
    }

    private static Failure refused(Identity.Nobody why, String what) {
        return switch (why) {
            case Identity.Missing _ -> missing();
            case Identity.Invalid _ -> invalid(what, "is not known");
            case Identity.Expired _ -> invalid(what, "has expired");
            case Identity.Revoked _ -> invalid(what, "was revoked");
        };
    }

    private static Failure invalid(String what, String reason) {
        String remedy = what.equals(TOKEN)
                ? "get a new one with GET /auth/v1/access_token (an API key is sent after \"Bearer \")"
                : "see ./allotrope key list on the server (an access token is sent after \"Token \")";
        return new Failure(ErrorCode.CREDENTIAL_INVALID, "this " + what + " " + reason + ": " + remedy);
    }
}
