/// Routes of early clients that the last contract no longer has.
@NullMarked
package dev.allotrope.carbon.legacy;

import org.jspecify.annotations.NullMarked;
