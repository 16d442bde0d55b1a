package dev.allotrope.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allotrope.source.Fetched;
import dev.allotrope.source.ItemRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much is in memory while articles are fetched: however many there are, and however long they are.
class BodyStreamTest {
    /// What is asked for and not read yet, in bytes of JSON.
    private final AtomicLong held = new AtomicLong();
    private final List<Long> peaks = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @CsvSource({
        "10_000, 5_600, 2_000",
        "100_000, 5_600, 2_000",
        "2_000, 260_000, 2_000",
        "10_000, 5_600, 200",
    })
    void what_is_in_flight_is_bounded(String articles, String length, int most) {
        int count = number(articles);
        long each = number(length);
        List<ItemRef> refs = IntStream.range(0, count)
                .mapToObj(i -> new ItemRef("kA%09d:en_US".formatted(i), "ka%09d".formatted(i)))
                .toList();
        int read = 0;
        try (BodyStream stream =
                new BodyStream(refs, batch -> asked(batch, each, most), OptionalLong.empty(), _ -> {})) {
            while (stream.hasNext()) {
                stream.next();
                held.addAndGet(-each);
                read++;
            }
        }

        assertThat(read).isEqualTo(count);
        int ahead = most < Bodies.MAX_IDS ? BodyStream.SMALL_AHEAD : BodyStream.AHEAD;
        long longest = BodyStream.AIM * 3 / 2;
        long first = each * BodyStream.FIRST_BATCH;
        assertThat(Collections.max(peaks)).isLessThanOrEqualTo(Math.max(first, longest) + ahead * longest);
    }

    private BodyStream.Batch asked(List<ItemRef> batch, long each, int most) {
        peaks.add(held.addAndGet(each * batch.size()));
        return new BodyStream.Batch(
                batch.stream().<Fetched>map(Fetched.Superseded::new).iterator(),
                batch.size(),
                each * batch.size(),
                most);
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("_", ""));
    }
}
