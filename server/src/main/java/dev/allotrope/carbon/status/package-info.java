/// Whether the server is ready to serve: `/health`, for whoever decides where requests go.
@NullMarked
package dev.allotrope.carbon.status;

import org.jspecify.annotations.NullMarked;
