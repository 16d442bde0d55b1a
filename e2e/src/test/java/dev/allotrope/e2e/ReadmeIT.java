package dev.allotrope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of the README do what a reader expects. Every `sh` block below a comment `<!-- tested -->` is run, in
/// order, from the root of the repository, against a server with a few articles; `URL` and `KEY` are its address and
/// API key, and the connected customer is that of the demonstration.
class ReadmeIT {
    private static final Path ROOT = Path.of(System.getProperty("allotrope.root", ".."));
    private static final Pattern TESTED = Pattern.compile("(?s)<!-- tested -->\\s*```sh\\n(.*?)```");
    private static final long LIMIT_SECONDS = 120;

    @Test
    void every_tested_command_block_succeeds(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> blocks = blocks(ROOT.resolve("README.md"));
        assertThat(blocks).as("tested blocks in README.md").isNotEmpty();
        try (World world = Story.world(folder, "--articles", "5")) {
            long source = world.connect(Map.of());
            world.awaitSynced(source, Story.SYNC_LIMIT);
            for (String block : blocks) {
                assertThat(run(block, world, folder)).as(block).isZero();
            }
        }
    }

    private static List<String> blocks(Path readme) throws IOException {
        Matcher matcher = TESTED.matcher(Files.readString(readme));
        return matcher.results().map(result -> result.group(1)).toList();
    }

    private static int run(String block, World world, Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("readme.log").toFile());
        builder.environment().put("URL", world.url());
        builder.environment().put("KEY", world.apiKey());
        // The server is on this machine, whatever proxy leads away from it.
        builder.environment().put("no_proxy", "localhost");
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end within " + LIMIT_SECONDS + " s: " + block);
        }
        return process.exitValue();
    }
}
