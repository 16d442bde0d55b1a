package dev.allotrope.carbon.articles;

import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.sync.explain.Explain;
import dev.allotrope.tenant.Tenant;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Questions about single articles.
@RestController
final class ArticlesController {
    private final Explain explain;

    ArticlesController(Explain explain) {
        this.explain = explain;
    }

    /// Says why an article is not here, or since when it is, and what to do.
    @PostMapping("/articles/explain")
    ExplainedArticle explain(Tenant tenant, @RequestBody ExplainArticleInput request) {
        return ExplainedArticle.of(
                explain.explain(tenant, WireIds.connection(request.dataSourceId()), request.article()));
    }
}
