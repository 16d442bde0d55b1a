package dev.allotrope.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A way to a database that a test can cut, close and open again.
public final class Relay implements Closeable {
    private final String direct;
    private final int port;
    private final List<Socket> near = new CopyOnWriteArrayList<>();
    private final List<Socket> far = new CopyOnWriteArrayList<>();
    private ServerSocket door;

    private Relay(String direct) throws IOException {
        this.direct = direct;
        this.port = URI.create(direct.substring("jdbc:".length())).getPort();
        this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        admit(door);
    }

    /// A way to the database of a JDBC URL.
    public static Relay to(String url) throws IOException {
        return new Relay(url);
    }

    /// The JDBC URL of the database on this way.
    public String url() {
        return direct.replace(":" + port + "/", ":" + door.getLocalPort() + "/");
    }

    /// How many connections were made on it.
    public int opened() {
        return far.size();
    }

    /// Ends every connection so that only the near end notices.
    public void cut() throws IOException {
        for (Socket socket : near) {
            socket.close();
        }
    }

    /// Ends every connection and takes no more: the database is gone.
    @Override
    public void close() throws IOException {
        door.close();
        cut();
        for (Socket socket : far) {
            socket.close();
        }
    }

    /// The database is back where it was.
    public void open() throws IOException {
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.getLocalPort()));
        door = again;
        admit(again);
    }

    private void admit(ServerSocket open) {
        Thread.ofVirtual().start(() -> {
            while (!open.isClosed()) {
                try {
                    lead(open.accept());
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void lead(Socket ours) throws IOException {
        Socket theirs;
        try {
            theirs = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException nobodyThere) {
            ours.close();
            return;
        }
        near.add(ours);
        far.add(theirs);
        Thread.ofVirtual().start(() -> copy(ours, theirs));
        Thread.ofVirtual().start(() -> copy(theirs, ours));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // The other direction stays as it is: that is what a cut is.
        }
    }
}
