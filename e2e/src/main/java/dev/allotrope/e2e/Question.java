package dev.allotrope.e2e;

import java.util.List;
import java.util.Set;

/// A search, and the articles that answer it, named as the server names them. Any of them will do. A question `byWords`
/// quotes an article and is asked of the words; one in a user's own words is asked by meaning, the default.
record Question(String text, Set<String> answers, boolean byWords) {

    /// The place of the first right hit, from 1; 0 when there is none.
    int rank(List<CarbonClient.Hit> hits) {
        for (int at = 0; at < hits.size(); at++) {
            if (answers.contains(hits.get(at).externalId())) {
                return at + 1;
            }
        }
        return 0;
    }
}
