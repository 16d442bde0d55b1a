/// A data source as the contract describes it, and how a connection is shown as one.
///
/// Several groups of the API answer with it. The names are the contract's;
/// [dev.allotrope.carbon.contract.source.DataSources] is the one place that knows both sides.
@NullMarked
package dev.allotrope.carbon.contract.source;

import org.jspecify.annotations.NullMarked;
