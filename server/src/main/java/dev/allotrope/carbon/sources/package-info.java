/// Data sources: the connections of a customer, as Carbon names them.
@NullMarked
package dev.allotrope.carbon.sources;

import org.jspecify.annotations.NullMarked;
