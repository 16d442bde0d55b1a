package dev.allotrope.carbon.models;

import dev.allotrope.sync.process.Reembedding;
import dev.allotrope.tenant.Tenant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Moves the files of a customer to the embedding models that their names stand for now.
@RestController
final class ReembedController {
    private final Reembedding reembedding;

    ReembedController(Reembedding reembedding) {
        this.reembedding = reembedding;
    }

    /// Begins; asked again, it begins anew and goes on with what is left.
    @PostMapping("/embeddings/reembed")
    ReembedResponse request(Tenant tenant) {
        return ReembedResponse.of(reembedding.request(tenant));
    }

    @GetMapping("/embeddings/reembed")
    ReembedResponse progress(Tenant tenant) {
        return reembedding.progress(tenant).map(ReembedResponse::of).orElse(ReembedResponse.NEVER);
    }
}
