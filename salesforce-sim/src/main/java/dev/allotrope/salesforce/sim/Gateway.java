package dev.allotrope.salesforce.sim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.allotrope.salesforce.sim.control.CallKind;
import dev.allotrope.salesforce.sim.control.Fault;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.oauth.OAuthEndpoints;
import dev.allotrope.salesforce.sim.rest.RestApi;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes every request: counts it, lets a planned fault at it, and sends what its endpoint answers.
final class Gateway implements HttpHandler {

    private static final String OAUTH = "/services/oauth2/";
    private static final String DATA = "/services/data";
    private static final long LONGEST_CALL_MINUTES = 10;

    private final SalesforceSimulator simulator;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final OAuthEndpoints oauth;
    private final RestApi rest;
    private final ControlApi control;

    Gateway(SalesforceSimulator simulator) {
        this.simulator = simulator;
        this.oauth = new OAuthEndpoints(simulator.grants(), simulator.switches(), simulator.clock(), simulator::url);
        this.rest = new RestApi(
                simulator.org(), simulator.grants(), simulator.switches(), simulator.ledger(), simulator.clock());
        this.control = new ControlApi(simulator);
    }

    /// Lets hanging calls go, before the server stops.
    void release() {
        closed.countDown();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.read(exchange);
            CallKind kind = kind(request);
            if (kind == null) {
                send(exchange, outside(request), 1);
                return;
            }
            simulator.ledger().record(kind, what(request, kind));
            Optional<Faults.Plan> fault = simulator.faults().next(kind);
            if (fault.isEmpty()) {
                send(exchange, answer(request, kind, null), 1);
            } else {
                fail(exchange, request, kind, fault.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            System.err.println("simulator: " + exchange.getRequestURI().getPath() + " failed: " + e);
            send(exchange, FaultReplies.unknown(), 1);
        }
    }

    private static @Nullable CallKind kind(Request request) {
        String path = request.path();
        if (path.equals(DATA) || path.startsWith(DATA + "/")) {
            return RestApi.kind(request);
        }
        if (path.startsWith("/id/")) {
            return CallKind.USERINFO;
        }
        return switch (path) {
            case OAUTH + "authorize" -> CallKind.AUTHORIZE;
            case OAUTH + "token" -> CallKind.TOKEN;
            case OAUTH + "revoke" -> CallKind.REVOKE;
            case OAUTH + "userinfo" -> CallKind.USERINFO;
            default -> null;
        };
    }

    private static String what(Request request, CallKind kind) {
        return kind == CallKind.QUERY ? request.query().getOrDefault("q", "") : request.path();
    }

    private Reply outside(Request request) {
        return request.path().equals("/sim") || request.path().startsWith("/sim/")
                ? control.answer(request)
                : Reply.html(404, "<html><body><h1>URL No Longer Exists</h1></body></html>");
    }

    private Reply answer(Request request, CallKind kind, @Nullable Fault fault) {
        if (request.uri().toString().length() > RestApi.MAX_URL) {
            return Reply.html(414, "<html><body><h1>414 URI Too Long</h1></body></html>");
        }
        return switch (kind) {
            case AUTHORIZE -> oauth.authorize(request);
            case TOKEN -> oauth.token(request, fault);
            case REVOKE -> oauth.revoke(request);
            case USERINFO -> request.path().startsWith("/id/") ? oauth.identity(request) : oauth.userinfo(request);
            case VERSIONS,
                    RESOURCES,
                    GLOBAL_DESCRIBE,
                    DESCRIBE,
                    QUERY,
                    QUERY_MORE,
                    RETRIEVE,
                    RECORD,
                    LIMITS,
                    KNOWLEDGE_SETTINGS,
                    COMPOSITE,
                    OTHER -> rest.answer(request, kind);
        };
    }

    private void fail(HttpExchange exchange, Request request, CallKind kind, Faults.Plan plan)
            throws IOException, InterruptedException {
        switch (plan.fault()) {
            case TIMEOUT -> closed.await(LONGEST_CALL_MINUTES, TimeUnit.MINUTES);
            case RESET -> exchange.close();
            case SLOW -> {
                closed.await(plan.delay().toMillis(), TimeUnit.MILLISECONDS);
                send(exchange, answer(request, kind, null), 1);
            }
            case TRUNCATED -> send(exchange, answer(request, kind, null), 2);
            case INVALID_GRANT, LOGIN_RATE_LIMIT -> send(exchange, answer(request, kind, plan.fault()), 1);
            case EXPIRED_SESSION -> {
                request.bearer().ifPresent(simulator.grants()::expire);
                send(exchange, FaultReplies.of(plan.fault()), 1);
            }
            case SESSION_NOT_FOR_API,
                    API_DISABLED_FOR_ORG,
                    DAILY_LIMIT,
                    CONCURRENT_LIMIT,
                    SERVER_UNAVAILABLE,
                    UNAVAILABLE_PAGE,
                    BAD_GATEWAY_PAGE,
                    MAINTENANCE_PAGE,
                    INVALID_QUERY_LOCATOR,
                    QUERY_TIMEOUT,
                    UNKNOWN_EXCEPTION -> send(exchange, FaultReplies.of(plan.fault()), 1);
        }
    }

    /// Sends the whole answer, or of a truncated one the first part of `parts` under the full length.
    private static void send(HttpExchange exchange, Reply reply, int parts) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = reply.body();
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, body.length / parts);
            out.flush();
        }
    }
}
