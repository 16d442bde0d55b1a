/// Allotrope: keeps a company's published knowledge searchable by AI applications.
///
/// The packages below are modules; verbs are stages, nouns are what the stages stand on:
/// connect → list → fetch → parse → chunk → embed → index → search.
@NullMarked
package dev.allotrope;

import org.jspecify.annotations.NullMarked;
