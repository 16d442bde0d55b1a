/// Why an article is not here. An addition of ours to Carbon's contract.
@NullMarked
package dev.allotrope.carbon.articles;

import org.jspecify.annotations.NullMarked;
