/// White labels: the OAuth clients that an organization brings along, and what of that a client may show.
///
/// A secret goes in and never comes out; where one is, [Credentials#MASK] stands.
@NullMarked
package dev.allotrope.carbon.whitelabel;

import org.jspecify.annotations.NullMarked;
