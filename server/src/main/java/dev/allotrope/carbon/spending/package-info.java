/// What embedding costs an organization, and moving files to another model. Additions of ours to Carbon's contract.
@NullMarked
package dev.allotrope.carbon.spending;

import org.jspecify.annotations.NullMarked;
