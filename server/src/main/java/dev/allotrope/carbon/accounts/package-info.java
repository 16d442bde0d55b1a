/// Who is asking: access tokens, what a client may show, and the customer's own figures.
@NullMarked
package dev.allotrope.carbon.accounts;

import org.jspecify.annotations.NullMarked;
