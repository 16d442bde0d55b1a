package dev.allotrope.carbon.access;

import dev.allotrope.carbon.wire.WireConverter;
import dev.allotrope.carbon.wire.WireErrors.ErrorBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses a body that announces itself larger than [WireConverter#MAX_BODY] before anybody is asked who sent it; one
/// that does not announce its length is cut off while it is read.
public final class SizeLimit extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() <= WireConverter.MAX_BODY) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.CONTENT_TOO_LARGE.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        ErrorBody body = new ErrorBody(WireConverter.BodyTooLarge.DETAIL);
        response.getOutputStream().write(WireConverter.mapper().writeValueAsBytes(body));
    }
}
