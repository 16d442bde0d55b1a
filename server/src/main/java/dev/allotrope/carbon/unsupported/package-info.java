/// The routes of the contract that are not served: other connectors, uploads, web pages, CRM records, accounts of the
/// hosted product. One table, [UnsupportedRoutes]; each answers 501 and says what is served instead.
@NullMarked
package dev.allotrope.carbon.unsupported;

import org.jspecify.annotations.NullMarked;
