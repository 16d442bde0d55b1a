/// Who is asking: access tokens.
@NullMarked
package dev.allotrope.carbon.accounts;

import org.jspecify.annotations.NullMarked;
