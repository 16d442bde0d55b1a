package dev.allotrope.salesforce.sim.knowledge;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// How often articles were opened, by channel. Counting touches no version.
public final class Views {

    private final Map<String, Map<Channel, Integer>> counts = new HashMap<>();

    public synchronized void count(String articleId, Channel channel) {
        counts.computeIfAbsent(articleId, id -> new EnumMap<>(Channel.class)).merge(channel, 1, Integer::sum);
    }

    public synchronized int of(String articleId, Channel channel) {
        return counts.getOrDefault(articleId, Map.of()).getOrDefault(channel, 0);
    }

    /// Over all channels.
    public synchronized int of(String articleId) {
        return counts.getOrDefault(articleId, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /// The views of the article viewed most, at least 1.
    public synchronized int most() {
        return counts.keySet().stream().mapToInt(this::of).max().orElse(1);
    }
}
