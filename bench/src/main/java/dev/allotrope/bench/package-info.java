/// Measurements of the whole server, printed as tables: `./allotrope bench [NAME] [--full]`.
///
/// [Bench] is the entry. Each measurement starts the server in this process ([MeasuredServer]) and a simulated org in
/// a process of its own ([SimulatedOrg]), goes through the public API, and compares with the same work done bare in
/// the same run ([BareModel], the bare Lucene searches of `bench.search`). Sizes are measured with vectors from
/// [SeededEmbedder], throughput with
/// the real model.
@NullMarked
package dev.allotrope.bench;

import org.jspecify.annotations.NullMarked;
