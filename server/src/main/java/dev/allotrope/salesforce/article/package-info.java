/// What an article is: its ids, the object that holds it, the queries that ask for it, and how a row becomes an
/// item and content.
///
/// No calls are made here: everything is a function of a description and of rows. A row that is not Online keeps
/// nothing but its ids from the moment it is read.
@NullMarked
package dev.allotrope.salesforce.article;

import org.jspecify.annotations.NullMarked;
