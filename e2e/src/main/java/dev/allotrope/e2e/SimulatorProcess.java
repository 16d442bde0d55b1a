package dev.allotrope.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The simulator, run from its jar.
final class SimulatorProcess implements AutoCloseable {
    static final String CLIENT_ID = "3MVG9simulator";
    static final String CLIENT_SECRET = "simulator-secret";

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Pattern READY = Pattern.compile("Salesforce simulator ready at (\\S+)\\R");

    private final ChildProcess process;
    private final SimulatedOrg org;

    private SimulatorProcess(ChildProcess process, SimulatedOrg org) {
        this.process = process;
        this.org = org;
    }

    /// Starts an org whose app may redirect to the callback; the arguments say what is in it, none means the sample
    /// org.
    static SimulatorProcess start(Installation installation, Path folder, String callback, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--redirect-uri", callback));
        all.addAll(arguments);
        ChildProcess process =
                ChildProcess.start(installation.simulatorCommand(all), Map.of(), folder.resolve("salesforce.log"));
        return new SimulatorProcess(
                process, new SimulatedOrg(Await.value("the simulator's address", START_LIMIT, () -> address(process))));
    }

    String url() {
        return org.url();
    }

    Duration processorTime() {
        return process.processorTime();
    }

    /// The org that it was started with.
    SimulatedOrg org() {
        return org;
    }

    @Override
    public void close() {
        process.stop();
    }

    private static Optional<String> address(ChildProcess process) {
        Matcher matcher = READY.matcher(process.output());
        if (matcher.find()) {
            return Optional.of(matcher.group(1));
        }
        if (!process.alive()) {
            throw new IllegalStateException("the simulator ended while it started:\n" + process.lastWords());
        }
        return Optional.empty();
    }
}
