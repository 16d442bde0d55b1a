/// Embedding models as they are used here: what they cost an organization, and moving files to another one. Both are
/// additions of ours to Carbon's contract.
@NullMarked
package dev.allotrope.carbon.models;

import org.jspecify.annotations.NullMarked;
