package dev.allotrope.carbon.wire;

import java.util.ArrayList;
import java.util.List;

/// One thing wrong with a request. `loc` leads to it: `body`, `query`, `path` or `header`, then field names and list
/// indexes. `msg` and `type` are pydantic's; the given value is never repeated.
public record Problem(List<Object> loc, String msg, String type) {
    static final List<Object> BODY = List.of("body");

    public Problem {
        loc = List.copyOf(loc);
        msg = plain(msg);
    }

    /// Clients put messages into a page unescaped, so they hold nothing that could be markup.
    static String plain(String message) {
        return message.replace('<', '‹').replace('>', '›');
    }

    static List<Object> below(List<Object> loc, Object step) {
        List<Object> longer = new ArrayList<>(loc);
        longer.add(step);
        return longer;
    }
}
