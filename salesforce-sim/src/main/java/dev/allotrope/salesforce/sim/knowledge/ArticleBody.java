package dev.allotrope.salesforce.sim.knowledge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The texts of the custom fields of a version. A body may be made when asked for, so that large orgs stay small.
public interface ArticleBody {

    String QUESTION = "Question__c";
    String ANSWER = "Answer__c";
    String DETAILS = "Details__c";

    /// The text of one custom field, null when it is empty. Must answer the same every time.
    @Nullable
    String text(String field);

    /// A body whose texts are known; absent fields are empty.
    static ArticleBody of(Map<String, String> texts) {
        Map<String, String> copy = Map.copyOf(texts);
        return copy::get;
    }
}
