/// Questions to an org about articles that are not published: how an article is named by those who miss it, and the
/// queries for what became of it.
///
/// [dev.allotrope.salesforce.audit.AuditSoql] holds the only queries that see rows which are not Online; they select
/// ids, language, status and dates. [dev.allotrope.salesforce.audit.Mentions] reads what people type or paste.
@NullMarked
package dev.allotrope.salesforce.audit;

import org.jspecify.annotations.NullMarked;
