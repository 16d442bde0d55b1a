/// A Salesforce org with Knowledge over real HTTP, for tests and demonstrations.
@NullMarked
package dev.allotrope.salesforce.sim;

import org.jspecify.annotations.NullMarked;
