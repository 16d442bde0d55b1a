/// What happens to every request before its controller: who asks, how often they may, from where, and how paths may
/// be written.
///
/// A controller that takes a [dev.allotrope.tenant.Tenant] is a customer route; one that takes a
/// [dev.allotrope.tenant.Scope.Organization] is an organization route. [CallerResolver] fills both or refuses.
@NullMarked
package dev.allotrope.carbon.access;

import org.jspecify.annotations.NullMarked;
