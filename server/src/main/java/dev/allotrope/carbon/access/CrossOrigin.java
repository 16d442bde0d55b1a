package dev.allotrope.carbon.access;

import dev.allotrope.carbon.wire.WireConverter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets pages of any origin call the API. Credentials travel in headers that a page has to know, never in cookies,
/// so an open door gives nothing away. Set before anything else, because a client that cannot read an error cannot
/// act on it.
public final class CrossOrigin extends OncePerRequestFilter {
    private static final String METHODS = "GET, POST, PATCH, DELETE";
    private static final String REQUEST_HEADERS = "authorization, content-type, customer-id";
    private static final String RESPONSE_HEADERS =
            "X-Allotrope-Legs, X-Allotrope-Rerank, " + WireConverter.IGNORED + ", Retry-After";
    private static final String MAX_AGE_SECONDS = "600";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        if (!request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    }
}
