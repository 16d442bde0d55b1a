/// The organization itself: its figures and what it sets for its users.
@NullMarked
package dev.allotrope.carbon.organization;

import org.jspecify.annotations.NullMarked;
