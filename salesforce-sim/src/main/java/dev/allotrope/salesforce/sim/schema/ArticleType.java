package dev.allotrope.salesforce.sim.schema;

import dev.allotrope.salesforce.sim.control.Switch;
import dev.allotrope.salesforce.sim.control.Switches;
import dev.allotrope.salesforce.sim.knowledge.ArticleVersion;
import dev.allotrope.salesforce.sim.knowledge.Org;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An object that holds articles: the one of Lightning Knowledge, or an article type of Classic Knowledge.
///
/// @param name the word before `__kav`
/// @param only the record type whose articles it holds; null for all
record ArticleType(String name, int number, @Nullable String only) {

    static List<ArticleType> of(Org org, Switches switches) {
        if (!switches.on(Switch.CLASSIC)) {
            return List.of(new ArticleType(switches.objectPrefix(), 0, null));
        }
        List<ArticleType> all = new ArrayList<>();
        org.articleTypes().forEach(name -> all.add(new ArticleType(name, all.size(), name)));
        return all;
    }

    boolean holds(ArticleVersion row) {
        return only == null || Objects.equals(only, row.content().labels().recordType());
    }

    /// `ka0`, `ka1`, … (suggestTitleMatches, articleTypes).
    String keyPrefix(String word) {
        return word + Integer.toString(number, Character.MAX_RADIX);
    }

    String versions() {
        return name + "__kav";
    }

    String articles() {
        return name + "__ka";
    }

    String selections() {
        return name + "__DataCategorySelection";
    }

    String label() {
        return name.replace('_', ' ');
    }
}
