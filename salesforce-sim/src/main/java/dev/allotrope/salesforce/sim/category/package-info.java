/// The org's data category groups: trees of categories, by which articles are classified and seen.
///
/// [Categories] is the entry point. Groups and categories are known to the API by developer names and to people by
/// labels; every tree has the one top category `All`, as every group of Salesforce has. A path that an article names
/// and that is not there is added.
///
/// Invariants: a category stands at one place of its group; it never moves.
@NullMarked
package dev.allotrope.salesforce.sim.category;

import org.jspecify.annotations.NullMarked;
