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
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes every request: counts it, lets a planned fault at it, and sends what its endpoint answers.
final class Gateway implements HttpHandler {

    private static final String OAUTH = "/services/oauth2/";
    private static final String DATA = "/services/data";
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);
    private static final String LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Login | Salesforce</title></head>"
            + "<body><form id=\"login_form\" action=\"/\" method=\"post\"></form></body></html>";

    private final SalesforceSimulator simulator;
    private final Transmission transmission;
    private final OAuthEndpoints oauth;
    private final RestApi rest;
    private final ControlApi control;
    private final ReaderPages readers;

    Gateway(SalesforceSimulator simulator) {
        this.simulator = simulator;
        this.transmission = new Transmission(simulator.switches());
        this.oauth = new OAuthEndpoints(simulator.grants(), simulator.switches(), simulator.clock(), simulator::url);
        this.rest = new RestApi(
                simulator.org(), simulator.grants(), simulator.switches(), simulator.ledger(), simulator.clock());
        this.control = new ControlApi(simulator);
        this.readers = new ReaderPages(simulator.org());
    }

    /// Lets hanging calls go, before the server stops.
    void release() {
        transmission.release();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            take(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(HttpExchange exchange) throws IOException, InterruptedException {
        Request request = Request.read(exchange);
        CallKind kind = kind(request);
        try {
            if (kind == null) {
                transmission.send(exchange, request, outside(request));
                return;
            }
            String what = what(request, kind);
            simulator.ledger().record(kind, what);
            transmission.await(simulator.switches().latency());
            Optional<Faults.Plan> fault = simulator.faults().next(kind, what);
            if (fault.isEmpty()) {
                transmission.send(exchange, request, answer(request, kind, null));
            } else {
                fail(exchange, request, kind, fault.get());
            }
        } catch (RuntimeException e) {
            System.err.println("simulator: " + request.path() + " failed: " + e);
            transmission.send(exchange, request, FaultReplies.unknown());
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
        if (request.path().equals("/sim") || request.path().startsWith("/sim/")) {
            return control.answer(request);
        }
        return isServlet(request.path()) ? Reply.html(200, LOGIN_PAGE) : readers.answer(request);
    }

    /// Images and files are shown to browser sessions only; a token gets the page to log in (REST API guide, Get an
    /// Image from a Rich Text Area Field).
    private static boolean isServlet(String path) {
        return path.endsWith("/servlet/rtaImage")
                || path.startsWith("/servlet/servlet.")
                || path.startsWith("/sfc/servlet.shepherd/");
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
            default -> rest.answer(request, kind);
        };
    }

    private void fail(HttpExchange exchange, Request request, CallKind kind, Faults.Plan plan)
            throws IOException, InterruptedException {
        switch (plan.fault()) {
            case TIMEOUT -> transmission.await(LONGEST_CALL);
            case RESET -> exchange.close();
            case ANSWER_LOST -> {
                answer(request, kind, null);
                exchange.close();
            }
            case SLOW -> {
                transmission.await(plan.delay());
                transmission.send(exchange, request, answer(request, kind, null));
            }
            case TRUNCATED -> transmission.sendHalf(exchange, request, answer(request, kind, null));
            case INVALID_GRANT, LOGIN_RATE_LIMIT, LOGIN_STUMBLE ->
                transmission.send(exchange, request, answer(request, kind, plan.fault()));
            case EXPIRED_SESSION -> {
                request.bearer().ifPresent(simulator.grants()::expire);
                transmission.send(exchange, request, told(kind, FaultReplies.of(plan.fault())));
            }
            default -> transmission.send(exchange, request, told(kind, FaultReplies.of(plan.fault())));
        }
    }

    /// Errors of the REST API tell the calls used too; the pages of the edge in front of it do not.
    private Reply told(CallKind kind, Reply reply) {
        return kind.counted() && reply.isJson() ? rest.limited(reply) : reply;
    }
}
