/// Files that hang on articles, and images inside their rich text: how they are asked for, and how a row becomes a
/// file.
///
/// No calls are made here. Ids come from [dev.allotrope.salesforce.article.SalesforceId], so nothing needs quoting; no
/// address that stands in a body becomes part of a call.
@NullMarked
package dev.allotrope.salesforce.file;

import org.jspecify.annotations.NullMarked;
