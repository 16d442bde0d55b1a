package dev.allotrope.sync.crash;

import dev.allotrope.embed.EmbedderId;
import dev.allotrope.kernel.Fingerprint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Sees every window that is embedded, whichever process does it. Embedding one twice is justified only when its vector
/// was lost with the process that had made it.
final class Witness {
    /// Windows with vectors that were made and not lost.
    private final Set<Window> made = new HashSet<>();

    private final SortedSet<String> texts = new TreeSet<>();
    private final SortedSet<String> again = new TreeSet<>();

    private record Window(String embedder, String text) {}

    synchronized void embedded(EmbedderId embedder, List<String> windows) {
        for (String text : windows) {
            String line = embedder + ": " + text;
            texts.add(line);
            if (!made.add(new Window(embedder.toString(), text))) {
                again.add(line);
            }
        }
    }

    /// A process died; `kept` are the vectors that are stored, by embedder and hash of the text.
    synchronized void died(Set<String> kept) {
        made.removeIf(window -> !kept.contains(
                window.embedder() + " " + Fingerprint.of(window.text()).hex()));
    }

    /// Windows that were embedded though their vectors were there.
    synchronized SortedSet<String> again() {
        return new TreeSet<>(again);
    }

    /// Every window that was embedded at any time.
    synchronized SortedSet<String> texts() {
        return new TreeSet<>(texts);
    }
}
