/// Who is asking: access tokens and the customer's own figures.
@NullMarked
package dev.allotrope.carbon.accounts;

import org.jspecify.annotations.NullMarked;
