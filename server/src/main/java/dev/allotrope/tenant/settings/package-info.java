/// What organizations and customers may set, and how it is inherited.
///
/// Facts only, with their form in the tables; [dev.allotrope.tenant.Settings] stores them.
/// [dev.allotrope.tenant.settings.EffectiveSettings] is what holds for a customer in the end.
@NullMarked
@NamedInterface("settings")
package dev.allotrope.tenant.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
