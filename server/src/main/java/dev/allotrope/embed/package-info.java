/// Text to vectors. The port is [Embedder]; adapters are stateless and named after what runs the model.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.embed;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
