/// The wire: the HTTP API that Carbon's clients speak.
///
/// The only package that knows snake_case, `customer-id` and FastAPI's error shapes. Nobody imports it.
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "tenant",
            "tenant :: key",
            "tenant :: settings",
            "source",
            "source :: settings",
            "connect",
            "connect :: app",
            "connect :: oauth",
            "connect :: vault",
            "library",
            "library :: attachment",
            "library :: document",
            "library :: item",
            "library :: spending",
            "library :: usage",
            "index",
            "search",
            "search :: rerank",
            "sync",
            "sync :: audit",
            "sync :: explain",
            "sync :: files",
            "sync :: process",
            "notify",
            "embed",
            "kernel"
        })
package dev.allotrope.carbon;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
