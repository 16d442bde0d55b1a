package dev.allotrope.salesforce.sim;

import com.sun.net.httpserver.HttpServer;
import dev.allotrope.salesforce.sim.control.Faults;
import dev.allotrope.salesforce.sim.control.Ledger;
import dev.allotrope.salesforce.sim.control.SimClock;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.knowledge.ArticleContent;
import dev.allotrope.salesforce.sim.knowledge.ArticleGenerator;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.CorpusReader;
import dev.allotrope.salesforce.sim.knowledge.Org;
import dev.allotrope.salesforce.sim.knowledge.PublishStatus;
import dev.allotrope.salesforce.sim.oauth.ConnectedApp;
import dev.allotrope.salesforce.sim.oauth.Grants;
import dev.allotrope.salesforce.sim.user.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A running org. Starts empty, with the connected app [#CLIENT_ID]; close it to free the port.
public final class SalesforceSimulator implements AutoCloseable {

    /// The connected app every org starts with.
    public static final String CLIENT_ID = "3MVG9simulator";

    public static final String CLIENT_SECRET = "simulator-secret";

    private static final String SAMPLE_ORG = "/sample-org/";
    private static final int BACKLOG = 256;

    private final SimClock clock = new SimClock();
    private final Switches switches = new Switches();
    private final Faults faults = new Faults();
    private final Ledger ledger = new Ledger(clock);
    private final Org org = new Org(clock, switches);
    private final Users users = new Users();
    private final Grants grants = new Grants(clock, switches, users);
    private final Gateway gateway = new Gateway(this);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Queue<SalesforceSimulator> others = new ConcurrentLinkedQueue<>();

    private SalesforceSimulator(int port) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(executor);
        server.createContext("/", gateway);
        server.start();
    }

    /// Starts an empty org on a free port of the loopback interface.
    public static SalesforceSimulator start() {
        return start(0);
    }

    /// Starts an empty org on a port of the loopback interface, 0 for a free one.
    public static SalesforceSimulator start(int port) {
        try {
            return new SalesforceSimulator(port);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start the simulator on port " + port, e);
        }
    }

    /// Runs an org from the command line; see the module's README for the arguments.
    public static void main(String[] arguments) throws Exception {
        CommandLine.run(arguments);
    }

    /// `http://127.0.0.1:{port}`: login host, instance and control API in one.
    public String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Allows a redirect URI for the app the org starts with.
    public SalesforceSimulator redirectUri(String uri) {
        return register(CLIENT_ID, CLIENT_SECRET, uri);
    }

    /// Registers a connected app, or replaces the one with this client id.
    public SalesforceSimulator register(String clientId, String clientSecret, String... redirectUris) {
        grants.register(new ConnectedApp(clientId, clientSecret, Set.of(redirectUris)));
        return this;
    }

    /// Starts another, empty org in this process, with the same connected apps; it closes with this one.
    public SalesforceSimulator another() {
        SalesforceSimulator other = start();
        grants.apps().forEach(other.grants::register);
        others.add(other);
        return other;
    }

    /// The orgs that were started from this one.
    public List<SalesforceSimulator> others() {
        return List.copyOf(others);
    }

    /// The Knowledge base and its life cycle.
    public Org org() {
        return org;
    }

    public SimClock clock() {
        return clock;
    }

    public Switches switches() {
        return switches;
    }

    public Faults faults() {
        return faults;
    }

    public Ledger ledger() {
        return ledger;
    }

    /// What each user may see and do.
    public Users users() {
        return users;
    }

    /// Apps, approvals and sessions.
    public Grants grants() {
        return grants;
    }

    /// Creates an article in en_US and publishes it.
    public ArticleVersion publish(String name, ArticleContent content) {
        org.create(name, "en_US", content);
        return org.publish(name, null).getFirst();
    }

    /// Loads a corpus file; answers how many lines it had.
    public int load(Path corpus) throws IOException {
        return new CorpusReader(org).load(corpus);
    }

    /// Loads the sample org the simulator ships; answers how many articles it has.
    public int loadSampleOrg() throws IOException {
        loadSample("categories.jsonl");
        return loadSample("articles.jsonl");
    }

    private int loadSample(String file) throws IOException {
        InputStream sample = SalesforceSimulator.class.getResourceAsStream(SAMPLE_ORG + file);
        if (sample == null) {
            throw new IOException("could not load the sample org: " + SAMPLE_ORG + file + " is not on the class path");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(sample, StandardCharsets.UTF_8))) {
            return new CorpusReader(org).load(lines, SAMPLE_ORG + file);
        }
    }

    /// Adds `count` generated articles, the same for the same seed.
    public void generate(int count, long seed) {
        new ArticleGenerator(org, seed).generate(count);
    }

    /// The online versions, in the order of ids.
    public List<ArticleVersion> published() {
        return org.rows().stream()
                .filter(row -> row.status() == PublishStatus.ONLINE)
                .toList();
    }

    @Override
    public void close() {
        others.forEach(SalesforceSimulator::close);
        gateway.release();
        server.stop(0);
        executor.shutdownNow();
    }
}
