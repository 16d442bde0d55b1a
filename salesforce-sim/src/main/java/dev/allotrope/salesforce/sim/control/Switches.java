package dev.allotrope.salesforce.sim.control;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The org's settings: a [Switch] is on or off, the others carry a value.
public final class Switches {

    /// Rows a page of a narrow query holds at most (REST API guide, Query Options Header).
    public static final int MAX_PAGE_ROWS = 2_000;

    private static final int ENTERPRISE_DAILY_CALLS = 100_000;

    private final Map<Switch, Boolean> flags = new ConcurrentHashMap<>();
    private volatile String objectPrefix = "Knowledge";
    private volatile @Nullable String instanceUrl;
    private volatile Set<String> hiddenFields = Set.of();
    private volatile int maxPageRows = MAX_PAGE_ROWS;
    private volatile long dailyCalls = ENTERPRISE_DAILY_CALLS;
    private volatile Duration sessionTimeout = Duration.ofHours(2);
    private volatile @Nullable Duration refreshTokenIdle;
    private volatile @Nullable Duration refreshTokenLife;
    private volatile @Nullable String imageHost;
    private volatile String defaultLanguage = "en_US";
    private volatile Set<String> languages = Set.of("en_US");
    private volatile Set<String> inactiveLanguages = Set.of();
    private volatile Duration latency = Duration.ZERO;
    private volatile long bytesPerSecond;

    public boolean on(Switch flag) {
        return flags.getOrDefault(flag, flag.initially());
    }

    public Switches set(Switch flag, boolean on) {
        flags.put(flag, on);
        return this;
    }

    /// The word before `__kav`, renamable in the Object Manager; `Knowledge` at first.
    public String objectPrefix() {
        return objectPrefix;
    }

    public Switches objectPrefix(String prefix) {
        objectPrefix = prefix;
        return this;
    }

    /// The API base that token answers name; null is the simulator's own URL.
    public @Nullable String instanceUrl() {
        return instanceUrl;
    }

    public Switches instanceUrl(@Nullable String url) {
        instanceUrl = url;
        return this;
    }

    /// Fields that field-level security hides from the user: absent from describe, `INVALID_FIELD` in a query.
    public Set<String> hiddenFields() {
        return hiddenFields;
    }

    public Switches hiddenFields(Set<String> names) {
        hiddenFields = Set.copyOf(names);
        return this;
    }

    /// The most rows any page holds, 1 to 2,000; below 200 only to test paging with few articles.
    public int maxPageRows() {
        return maxPageRows;
    }

    public Switches maxPageRows(int rows) {
        maxPageRows = Math.clamp(rows, 1, MAX_PAGE_ROWS);
        return this;
    }

    /// API calls allowed in rolling 24 hours.
    public long dailyCalls() {
        return dailyCalls;
    }

    public Switches dailyCalls(long calls) {
        dailyCalls = calls;
        return this;
    }

    /// How long a session lives without use.
    public Duration sessionTimeout() {
        return sessionTimeout;
    }

    public Switches sessionTimeout(Duration timeout) {
        sessionTimeout = timeout;
        return this;
    }

    /// After how long without use a refresh token dies; null is never.
    public @Nullable Duration refreshTokenIdle() {
        return refreshTokenIdle;
    }

    public Switches refreshTokenIdle(@Nullable Duration idle) {
        refreshTokenIdle = idle;
        return this;
    }

    /// How long a refresh token lives from its authorization on; null is for ever.
    public @Nullable Duration refreshTokenLife() {
        return refreshTokenLife;
    }

    public Switches refreshTokenLife(@Nullable Duration life) {
        refreshTokenLife = life;
        return this;
    }

    /// What stands before `/servlet/rtaImage` in rich text: `https://acme.file.force.com`, empty for relative
    /// addresses, null for what the author wrote.
    public @Nullable String imageHost() {
        return imageHost;
    }

    public Switches imageHost(@Nullable String host) {
        imageHost = host;
        return this;
    }

    /// The language new articles have unless told otherwise.
    public String defaultLanguage() {
        return defaultLanguage;
    }

    public Switches defaultLanguage(String language) {
        defaultLanguage = language;
        return this;
    }

    /// The languages set up for Knowledge; those with articles come on top.
    public Set<String> languages() {
        return languages;
    }

    public Switches languages(Set<String> names) {
        languages = Set.copyOf(names);
        return this;
    }

    /// Languages among them that are not active.
    public Set<String> inactiveLanguages() {
        return inactiveLanguages;
    }

    public Switches inactiveLanguages(Set<String> names) {
        inactiveLanguages = Set.copyOf(names);
        return this;
    }

    /// How long each answer waits before its first byte.
    public Duration latency() {
        return latency;
    }

    public Switches latency(Duration wait) {
        latency = wait;
        return this;
    }

    /// How fast an answer is sent, 0 for as fast as it goes.
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    public Switches bytesPerSecond(long bytes) {
        bytesPerSecond = Math.max(0, bytes);
        return this;
    }
}
