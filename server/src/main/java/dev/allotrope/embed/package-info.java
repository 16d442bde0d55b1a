/// Text to vectors. The port is [Embedder]; adapters are stateless and named after what runs the model.
///
/// Callers ask [Embedders] for the one behind a slug. `OnnxEmbedder` runs a model on this machine: `OnnxModel` is
/// one loaded session with its tokenizer, `BulkGate` lets queries go before bulk work. The model is loaded when it
/// is first needed, or in the background once the server is up. [dev.allotrope.embed.remote.RemoteEmbedder] asks a
/// provider; what that costs is told to [Costs].
///
/// Invariants: one embedder gives one text the same vector on every call, thread and start, as far as its provider
/// does; whatever could change a vector is part of its [EmbedderId]; vectors have length one.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.allotrope.embed;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
