package dev.allotrope.notify.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One request and the head of its answer, over a connection of its own to an address that was judged before.
final class Trip {
    /// How much of an answer is read: its head has to end by then, its body is left alone.
    static final int MAX_HEAD = 16 * 1024;

    private static final int CONTINUES = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: [^\r\n]*)?\r?\n");

    private final SSLSocketFactory encryption;
    private final Duration patience;
    private @Nullable Socket socket;
    private boolean ended;

    /// @param patience how long each of several addresses may take to accept the connection, and to say something
    Trip(SSLSocketFactory encryption, Duration patience) {
        this.encryption = encryption;
        this.patience = patience;
    }

    int post(Destination destination, List<InetAddress> addresses, Map<String, String> headers, String body)
            throws IOException {
        Socket line = connect(addresses, destination.port());
        line.setSoTimeout((int) patience.toMillis());
        line.setTcpNoDelay(true);
        Socket talk = destination.encrypted() ? encrypt(line, destination) : line;
        OutputStream out = talk.getOutputStream();
        out.write(request(destination, headers, body));
        out.flush();
        return status(new BufferedInputStream(talk.getInputStream()));
    }

    /// Closes the connection, whoever still waits on it. The plain one: closing an encrypted one waits for its peer.
    synchronized void end() {
        ended = true;
        if (socket != null) {
            closeQuietly(socket);
        }
    }

    private Socket connect(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new EOFException("no address");
        for (InetAddress address : addresses) {
            Socket next = fresh();
            try {
                next.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
                return next;
            } catch (IOException e) {
                closeQuietly(next);
                last = e;
            }
        }
        throw last;
    }

    private synchronized Socket fresh() throws IOException {
        if (ended) {
            throw new EOFException("ended");
        }
        Socket next = new Socket(java.net.Proxy.NO_PROXY);
        socket = next;
        return next;
    }

    /// For the name of the URL, which the certificate must hold and the server is told, not for the address.
    private Socket encrypt(Socket line, Destination destination) throws IOException {
        SSLSocket encrypted = (SSLSocket) encryption.createSocket(line, destination.host(), destination.port(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    private static byte[] request(Destination destination, Map<String, String> headers, String body) {
        StringBuilder request = new StringBuilder()
                .append("POST ")
                .append(destination.target())
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(destination.authority())
                .append("\r\n")
                .append("User-Agent: Allotrope\r\n")
                .append("Accept: */*\r\n")
                .append("Connection: close\r\n")
                .append("Content-Type: application/json\r\n")
                .append("Content-Length: ")
                .append(body.length())
                .append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").append(body).toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static int status(InputStream in) throws IOException {
        int read = 0;
        while (true) {
            String head = head(in, MAX_HEAD - read);
            read += head.length();
            int status = parse(head).orElseThrow(() -> new IOException("no HTTP"));
            if (status >= CONTINUES) {
                return status;
            }
        }
    }

    /// Up to and with the empty line.
    private static String head(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        boolean lineEmpty = false;
        while (head.size() < limit) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("ended in the head");
            }
            head.write(next);
            if (next == '\n' && lineEmpty) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            lineEmpty = next == '\n' || next == '\r' && lineEmpty;
        }
        throw new IOException("the head is too long");
    }

    private static Optional<Integer> parse(String head) {
        Matcher line = STATUS_LINE.matcher(head);
        return line.lookingAt() ? Optional.of(Integer.valueOf(line.group(1))) : Optional.empty();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closing is all that was wanted; a connection that cannot be closed is broken already.
            return;
        }
    }
}
