/// Connecting accounts, listing what they publish, and choosing what is synced: `/integrations/…`.
///
/// The callback and the sync link are pages for a person in a browser; everything else is JSON.
@NullMarked
package dev.allotrope.carbon.integrations;

import org.jspecify.annotations.NullMarked;
