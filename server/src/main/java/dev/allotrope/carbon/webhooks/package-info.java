/// Webhooks: the URLs that an organization's events are posted to, and the log of what was posted.
@NullMarked
package dev.allotrope.carbon.webhooks;

import org.jspecify.annotations.NullMarked;
