package dev.allotrope.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BulkThreadsTest {
    /// The field of `/proc/thread-self/stat` behind the name that says how much a thread gives way.
    private static final int NICE = 16;

    @Test
    void a_bulk_thread_gives_way_and_its_maker_does_not() throws Exception {
        String maker = niceness();
        try (ExecutorService bulk = Executors.newSingleThreadExecutor(BulkThreads.named("bulk-"))) {
            Callable<String> self = () -> Thread.currentThread().getName() + " " + niceness();

            int process = Integer.parseInt(niceness("/proc/self/stat"));
            assertThat(bulk.submit(self).get()).isEqualTo("bulk-0 " + Math.min(process + 10, 19));
        }
        assertThat(niceness()).isEqualTo(maker);
    }

    @Test
    void a_process_that_gives_way_itself_has_bulk_threads_that_give_way_to_the_rest_of_it() {
        assertThat(BulkThreads.nicer(-5)).isEqualTo(5);
        assertThat(BulkThreads.nicer(5)).isEqualTo(15);
        assertThat(BulkThreads.nicer(15)).isEqualTo(19);
    }

    private static String niceness() throws Exception {
        return niceness("/proc/thread-self/stat");
    }

    private static String niceness(String file) throws Exception {
        String stat = Files.readString(Path.of(file));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE];
    }
}
