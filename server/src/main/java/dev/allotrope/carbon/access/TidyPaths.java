package dev.allotrope.carbon.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes `//user_files_v2` and `/user_files_v2/` for `/user_files_v2`: clients join a base address and a path
/// blindly.
public final class TidyPaths extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        String tidy = tidy(path);
        chain.doFilter(tidy.equals(path) ? request : new Tidied(request, tidy), response);
    }

    static String tidy(String path) {
        String single = path.replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static final class Tidied extends HttpServletRequestWrapper {
        private final String path;

        Tidied(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            String url = super.getRequestURL().toString();
            int end = url.length() - super.getRequestURI().length();
            return new StringBuffer(url.substring(0, end)).append(path);
        }
    }
}
