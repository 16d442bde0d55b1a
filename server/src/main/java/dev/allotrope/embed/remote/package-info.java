/// Models behind an HTTP interface: OpenAI and whoever speaks its language, Azure, Cohere, Upstage.
///
/// [RemoteEmbedder] is the adapter, [RemoteModel] what it has to know of a model, a `Dialect` how a provider wants
/// to be asked. [RemoteModels] says which of Carbon's names stand for which model. Tokens are counted as OpenAI
/// counts them, which is exact for OpenAI's models only: for others a margin is left.
///
/// Invariants: an answer counts only when it has one vector of the right length for each text; no text of a
/// document, no key and no address reaches a message; what a call cost is told even when a later one fails.
@NullMarked
package dev.allotrope.embed.remote;

import org.jspecify.annotations.NullMarked;
