package dev.allotrope.salesforce.sim.category;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The data category groups of one org.
public final class Categories {

    private final Map<String, CategoryGroup> groups = new LinkedHashMap<>();

    /// A name for the API and one for people.
    public record Label(String name, String label) {

        /// The developer name of a label: what is no letter or digit turns into an underscore.
        public static Label of(String text) {
            String name = text.trim().replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
            return new Label(name, text.trim().replace('_', ' '));
        }
    }

    /// A group as somebody sees it; `top` is empty when nothing of it is visible.
    public record Shown(String name, String label, Optional<Category> top) {}

    /// Which of the family line of a category a condition takes.
    public enum Reach {
        AT,
        ABOVE,
        BELOW,
        ABOVE_OR_BELOW
    }

    /// Declares a group, or gives it another label.
    public synchronized void group(Label group) {
        groups.computeIfAbsent(key(group.name()), key -> new CategoryGroup(group.name(), group.label())).label =
                group.label();
    }

    /// Declares a category with those above it; its label is that of the last step.
    public synchronized void declare(String group, List<Label> path) {
        CategoryGroup found = groups.computeIfAbsent(
                key(group), key -> new CategoryGroup(group, Label.of(group).label()));
        found.add(path);
        path.forEach(step -> found.relabel(step.name(), step.label()));
    }

    /// Takes a path into the tree of a group: what is not there is added, what is there keeps its label.
    public synchronized void learn(Label group, List<Label> path) {
        groups.computeIfAbsent(key(group.name()), key -> new CategoryGroup(group.name(), group.label()))
                .add(path);
    }

    /// The groups with the part of their trees that is visible; a group of which nothing is visible is left out.
    public synchronized List<Shown> shown(CategoryVisibility visibility) {
        List<Shown> all = new ArrayList<>();
        groups.values().forEach(group -> {
            Set<String> visible = visible(group, visibility);
            if (!visible.isEmpty()) {
                all.add(new Shown(group.name, group.label, group.tree(CategoryGroup.TOP, visible)));
            }
        });
        return all;
    }

    /// A category with what is visible below it.
    public synchronized Optional<Category> shown(String group, String category, CategoryVisibility visibility) {
        return find(group).flatMap(found -> found.tree(category, visible(found, visibility)));
    }

    public synchronized Optional<String> label(String group) {
        return find(group).map(found -> found.label);
    }

    /// Whether classification lets a user see an article: in each group it is classified in, at least one of its
    /// categories is visible; an unclassified one is seen by all (Salesforce Help 000382931).
    public synchronized <C extends Classified> Predicate<List<C>> admission(CategoryVisibility visibility) {
        Map<String, Set<String>> restricted = new HashMap<>();
        groups.values().stream()
                .filter(group -> !visibility.isWhole(group.name))
                .forEach(group -> restricted.put(group.name, visible(group, visibility)));
        return restricted.isEmpty()
                ? selections -> true
                : selections -> selections.stream().allMatch(selection -> {
                    Set<String> visible = restricted.get(selection.group());
                    return visible == null
                            || selections.stream()
                                    .filter(other -> other.group().equals(selection.group()))
                                    .anyMatch(other -> visible.contains(other.name()));
                });
    }

    /// The names a condition on some categories of a group takes in (SOQL reference, WITH DATA CATEGORY).
    public synchronized Set<String> reached(String group, Reach reach, List<String> categories) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(categories);
        find(group)
                .ifPresent(found -> categories.forEach(category -> {
                    if (reach == Reach.ABOVE || reach == Reach.ABOVE_OR_BELOW) {
                        names.addAll(found.above(category));
                    }
                    if (reach == Reach.BELOW || reach == Reach.ABOVE_OR_BELOW) {
                        names.addAll(found.below(category));
                    }
                }));
        return names;
    }

    /// The place of a group among the groups, from 0.
    public synchronized int number(Classified selection) {
        return List.copyOf(groups.keySet()).indexOf(key(selection.group()));
    }

    /// The place of a category in its group, from 0.
    public synchronized int place(Classified selection) {
        return find(selection.group())
                .map(group -> group.place(selection.name()))
                .orElse(0);
    }

    /// A visible category makes its whole line visible: those above and those below.
    private static Set<String> visible(CategoryGroup group, CategoryVisibility visibility) {
        if (visibility.isWhole(group.name)) {
            return group.names();
        }
        Set<String> line = new LinkedHashSet<>();
        for (String chosen : visibility.chosen().getOrDefault(group.name, Set.of())) {
            line.addAll(group.above(chosen));
            line.addAll(group.below(chosen));
        }
        return line;
    }

    private Optional<CategoryGroup> find(String group) {
        return Optional.ofNullable(groups.get(key(group)));
    }

    private static String key(String group) {
        return group.toLowerCase(Locale.ROOT);
    }
}
