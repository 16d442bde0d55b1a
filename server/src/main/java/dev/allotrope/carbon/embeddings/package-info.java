/// Search: `/embeddings`.
@NullMarked
package dev.allotrope.carbon.embeddings;

import org.jspecify.annotations.NullMarked;
