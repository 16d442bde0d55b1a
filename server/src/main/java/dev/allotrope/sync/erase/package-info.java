/// Erases what every package holds of a deleted customer.
///
/// Each package brings an [dev.allotrope.tenant.Eraser]; [dev.allotrope.sync.erase.Erasing] runs them stage by stage
/// in a durable job, until nothing is left and the customer's own row can go.
@NullMarked
package dev.allotrope.sync.erase;

import org.jspecify.annotations.NullMarked;
