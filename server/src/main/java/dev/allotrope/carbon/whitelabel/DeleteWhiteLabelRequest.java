package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.wire.WireRequest;
import dev.allotrope.connect.app.WhiteLabel;
import java.util.List;

/// Names the white labels to delete; ids of none are left out.
record DeleteWhiteLabelRequest(List<Long> ids) implements WireRequest {
    static List<WhiteLabel.Id> labels(List<Long> ids) {
        return ids.stream().map(WhiteLabel.Id::new).toList();
    }
}
