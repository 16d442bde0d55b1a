/// Files: the documents of a customer, as Carbon names them; and the links under which their raw and parsed content
/// is read without credentials until it expires.
@NullMarked
package dev.allotrope.carbon.files;

import org.jspecify.annotations.NullMarked;
