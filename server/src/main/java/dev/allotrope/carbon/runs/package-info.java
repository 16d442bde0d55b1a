/// The runs of a data source: what each did, what it used, why it failed, and the release of removals that it held.
/// An addition of ours to Carbon's contract.
@NullMarked
package dev.allotrope.carbon.runs;

import org.jspecify.annotations.NullMarked;
