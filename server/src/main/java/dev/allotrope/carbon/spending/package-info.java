/// What embedding costs an organization.
@NullMarked
package dev.allotrope.carbon.spending;

import org.jspecify.annotations.NullMarked;
