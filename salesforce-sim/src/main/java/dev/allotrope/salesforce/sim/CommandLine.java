package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.control.Switch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// The arguments of the runnable simulator.
final class CommandLine {

    private static final Set<String> VALUES =
            Set.of("--port", "--corpus", "--articles", "--seed", "--client-id", "--client-secret", "--redirect-uri");
    private static final String AUTO_APPROVE = "--auto-approve";
    private static final String USAGE =
            "usage: [--port N] [--corpus FILE.jsonl | --articles N [--seed N]] [--auto-approve] "
                    + "[--client-id ID] [--client-secret SECRET] [--redirect-uri URI]...";

    private final Map<String, String> values = new HashMap<>();
    private final List<String> redirectUris = new ArrayList<>();
    private boolean autoApprove;

    private CommandLine(String[] arguments) {
        for (int at = 0; at < arguments.length; at++) {
            String name = arguments[at];
            if (name.equals(AUTO_APPROVE)) {
                autoApprove = true;
            } else if (VALUES.contains(name) && at + 1 < arguments.length) {
                put(name, arguments[++at]);
            } else {
                throw new IllegalArgumentException("could not read argument " + name + "; " + USAGE);
            }
        }
    }

    /// Runs an org until the process ends; the line that names the URL is printed when it can be used.
    static void run(String[] arguments) throws IOException, InterruptedException {
        CommandLine line;
        try {
            line = new CommandLine(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        SalesforceSimulator simulator = SalesforceSimulator.start(line.number("--port", 0));
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
        line.prepare(simulator);
        System.out.println("Salesforce simulator: " + simulator.published().size() + " articles published");
        System.out.println("Salesforce simulator ready at " + simulator.url());
        new CountDownLatch(1).await();
    }

    private void put(String name, String value) {
        if (name.equals("--redirect-uri")) {
            redirectUris.add(value);
        } else {
            values.put(name, value);
        }
    }

    private void prepare(SalesforceSimulator simulator) throws IOException {
        simulator.switches().set(Switch.AUTO_APPROVE, autoApprove);
        simulator.register(
                values.getOrDefault("--client-id", SalesforceSimulator.CLIENT_ID),
                values.getOrDefault("--client-secret", SalesforceSimulator.CLIENT_SECRET),
                redirectUris.toArray(String[]::new));
        String corpus = values.get("--corpus");
        if (corpus != null) {
            simulator.load(Path.of(corpus));
        } else if (values.containsKey("--articles")) {
            simulator.generate(number("--articles", 0), number("--seed", 1));
        } else {
            simulator.loadSampleOrg();
        }
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
    }
}
