/// The org's users and what each may see and do.
///
/// [Users] is the entry point; a [User] never changes in place. What a user may do is the user's [Right]s within what
/// the switches of the org allow everybody.
///
/// Invariants: the same user name is always the same user, with the same id; a user nobody changed may do everything.
@NullMarked
package dev.allotrope.salesforce.sim.user;

import org.jspecify.annotations.NullMarked;
