/// What is taken over a data source, and how: `/data_sources/{id}/settings`, and the same as `salesforce_settings`
/// where accounts are connected and listed. An addition of ours to Carbon's contract.
@NullMarked
package dev.allotrope.carbon.settings;

import org.jspecify.annotations.NullMarked;
