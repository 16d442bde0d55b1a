/// The API as a description for machines and people: `/openapi.json` and the page `/docs`.
///
/// Everything in it comes from the controllers and the records of the wire, so it cannot say what the server does not
/// do.
@NullMarked
package dev.allotrope.carbon.description;

import org.jspecify.annotations.NullMarked;
