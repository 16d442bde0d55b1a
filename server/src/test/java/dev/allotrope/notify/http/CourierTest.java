package dev.allotrope.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final char[] PASSWORD = "password".toCharArray();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void the_receiver_gets_one_plain_post() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        int port = serve(exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            received.add(exchange.getRequestHeaders().getFirst("Host"));
            received.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            received.add(exchange.getRequestHeaders().getFirst("X-Signed"));
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200);
        });

        Answer answer = courier(true).post("http://localhost:" + port + "/in?a=%20b", Map.of("X-Signed", "yes"), "{}");

        assertThat(answer).isEqualTo(new Answer.Status(200));
        assertThat(received).containsExactly("POST /in?a=%20b", "localhost:" + port, "application/json", "yes", "{}");
    }

    @Test
    void a_redirect_is_an_answer_and_is_not_followed() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        int port = serve(exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, 302);
        });

        assertThat(courier(true).post("http://localhost:" + port + "/in", Map.of(), "{}"))
                .isEqualTo(new Answer.Status(302));
        assertThat(asked).containsExactly("/in");
    }

    @Test
    void a_name_that_was_public_and_leads_here_now_gets_no_connection() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        int port = serve(exchange -> asked.add("reached"));

        Answer answer = courier(false).post("http://hooks.test:" + port + "/", Map.of(), "{}");

        assertThat(answer)
                .isEqualTo(new Answer.Unreachable("the URL leads to an address that is not on the public internet"));
        assertThat(asked).isEmpty();
    }

    @Test
    void an_address_in_the_url_is_judged_too() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        int port = serve(exchange -> asked.add("reached"));
        Courier courier = courier(new Gate(false), plainOnly());

        for (String host : List.of("127.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "2130706433")) {
            assertThat(courier.post("http://" + host + ":" + port + "/", Map.of(), "{}"))
                    .as(host)
                    .isEqualTo(
                            new Answer.Unreachable("the URL leads to an address that is not on the public internet"));
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void a_name_is_looked_up_once_for_the_judgement_and_the_connection() throws IOException {
        int port = serve(exchange -> answer(exchange, 200));
        List<String> lookups = new CopyOnWriteArrayList<>();
        Gate gate = new Gate(true, host -> {
            lookups.add(host);
            return List.of(HERE);
        });

        Answer answer = courier(gate, plainOnly()).post("http://hooks.test:" + port + "/", Map.of(), "{}");

        assertThat(answer).isEqualTo(new Answer.Status(200));
        assertThat(lookups).containsExactly("hooks.test");
    }

    @Test
    void nobody_there_is_said() throws IOException {
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(HERE, 0));

            assertThat(courier(true).post("http://localhost:" + deaf.getLocalPort() + "/", Map.of(), "{}"))
                    .isEqualTo(new Answer.Unreachable("the connection was refused"));
        }
    }

    @Test
    void a_receiver_that_says_nothing_is_left_in_time() throws IOException {
        int port = talk(socket -> socket.getInputStream().readAllBytes());

        assertThat(impatient().post("http://localhost:" + port + "/", Map.of(), "{}"))
                .isEqualTo(new Answer.Unreachable("no answer within 1 s"));
    }

    @Test
    void a_receiver_that_trickles_is_left_in_time_too() throws IOException {
        int port = talk(socket -> {
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(50);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream().write("X-Slow: 1\r\n".getBytes(StandardCharsets.US_ASCII));
                pause(in);
            }
        });

        assertThat(impatient().post("http://localhost:" + port + "/", Map.of(), "{}"))
                .isEqualTo(new Answer.Unreachable("no answer within 1 s"));
    }

    @Test
    void an_endless_head_is_not_read_to_its_end() throws IOException {
        int port = talk(socket -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] line = ("X-Much: " + "y".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                socket.getOutputStream().write(line);
            }
        });

        assertThat(courier(true).post("http://localhost:" + port + "/", Map.of(), "{}"))
                .isEqualTo(new Answer.Unreachable("the connection broke before an answer came"));
    }

    @Test
    void what_is_no_http_is_no_answer() throws IOException {
        int port =
                talk(socket -> socket.getOutputStream().write("SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(courier(true).post("http://localhost:" + port + "/", Map.of(), "{}"))
                .isEqualTo(new Answer.Unreachable("the connection broke before an answer came"));
    }

    @Test
    void a_provisional_answer_is_not_the_answer() throws IOException {
        int port = talk(socket -> socket.getOutputStream()
                .write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)));

        assertThat(courier(true).post("http://localhost:" + port + "/", Map.of(), "{}"))
                .isEqualTo(new Answer.Status(204));
    }

    @Test
    void a_certificate_has_to_be_trusted_and_to_hold_the_name(@TempDir Path folder) throws Exception {
        SSLContext context = certified(folder);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        int port = serve(server, exchange -> answer(exchange, 200));
        Gate gate = new Gate(true, host -> List.of(HERE));

        Courier trusting = courier(gate, context);
        assertThat(trusting.post("https://hooks.test:" + port + "/", Map.of(), "{}"))
                .isEqualTo(new Answer.Status(200));
        assertThat(trusting.post("https://other.test:" + port + "/", Map.of(), "{}"))
                .asString()
                .contains("no trustworthy encrypted connection", "other.test");
        assertThat(courier(gate, plainOnly()).post("https://hooks.test:" + port + "/", Map.of(), "{}"))
                .asString()
                .contains("no trustworthy encrypted connection");
    }

    private Courier courier(boolean privateNetworks) {
        return courier(new Gate(privateNetworks, host -> List.of(HERE)), plainOnly());
    }

    private Courier courier(Gate gate, SSLContext encryption) {
        return courier(gate, encryption, PATIENCE);
    }

    /// Waits a second for an answer.
    private Courier impatient() {
        return courier(new Gate(true, host -> List.of(HERE)), plainOnly(), Duration.ofSeconds(1));
    }

    private Courier courier(Gate gate, SSLContext encryption, Duration limit) {
        Courier courier = new Courier(gate, encryption, limit);
        open.add(courier);
        return courier;
    }

    /// Trusts what every Java program trusts.
    private static SSLContext plainOnly() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private int serve(HttpHandler handler) throws IOException {
        return serve(HttpServer.create(new InetSocketAddress(HERE, 0), 0), handler);
    }

    private int serve(HttpServer server, HttpHandler handler) {
        server.createContext("/", handler);
        server.start();
        open.add(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    private interface Talk {
        void with(Socket socket) throws IOException;
    }

    /// A receiver below HTTP.
    private int talk(Talk talk) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, HERE);
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                talk.with(socket);
            } catch (IOException e) {
                return;
            }
        });
        return server.getLocalPort();
    }

    /// Waits for the read's timeout.
    private static void pause(InputStream in) throws IOException {
        try {
            in.readAllBytes();
        } catch (java.net.SocketTimeoutException e) {
            return;
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /// With a certificate for `hooks.test` that it trusts itself.
    private static SSLContext certified(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks.test",
                        "-ext",
                        "san=dns:hooks.test",
                        "-validity",
                        "2",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(status).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
