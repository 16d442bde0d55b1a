/// The database: an embedded PostgreSQL by default, an external one by URL, and backup and restore for both.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.postgres;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
