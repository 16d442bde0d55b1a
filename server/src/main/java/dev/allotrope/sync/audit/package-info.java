/// What shows that a run was whole: the source's own counts beside ours, each difference with its cause, and the calls
/// it took.
///
/// [dev.allotrope.sync.audit.Prover] compares, [dev.allotrope.sync.audit.Audits] keeps. A proof is taken when
/// everything that a run does is committed, so that a source which refuses to count changes nothing of that.
@NullMarked
@NamedInterface("audit")
package dev.allotrope.sync.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
