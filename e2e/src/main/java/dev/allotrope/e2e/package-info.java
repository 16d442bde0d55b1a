/// Allotrope seen from outside: a server and a simulated Salesforce org run as processes of their own, and
/// everything is asked over HTTP, with no type of either on the class path.
///
/// [Demo] is the program behind `./allotrope demo`. What it is made of is also what the stories in the tests are
/// made of: [ServerProcess] and [SimulatorProcess] run the packaged jars that [Installation] finds, [Browser] is
/// the end user's browser on the way through OAuth, [CarbonClient] an application that speaks the API in plain
/// JSON. [World] puts them together.
@NullMarked
package dev.allotrope.e2e;

import org.jspecify.annotations.NullMarked;
