/// The API as a description for machines and people: `/openapi.json` and the page `/docs`.
///
/// Its shape comes from the controllers and the records of the wire, so it cannot say what the server does not do. Its
/// words come from two files beside these classes; `ApiDescriptionIT` finds what is missing there or superfluous.
@NullMarked
package dev.allotrope.carbon.description;

import org.jspecify.annotations.NullMarked;
