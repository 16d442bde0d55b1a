/// Users: an organization's customers, what is held for them and what they may.
@NullMarked
package dev.allotrope.carbon.users;

import org.jspecify.annotations.NullMarked;
