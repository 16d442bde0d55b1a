package dev.allotrope.carbon.users;

import dev.allotrope.carbon.wire.WireEnum;
import dev.allotrope.tenant.settings.CustomerSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/// Features as the wire shows them. All are on until they are switched off: none costs anything here.
final class UserFeatures {
    private UserFeatures() {}

    static Map<String, Boolean> of(CustomerSettings settings) {
        Map<String, Boolean> features = new LinkedHashMap<>();
        for (ConfigurationKeys key : ConfigurationKeys.values()) {
            String name = WireEnum.text(key);
            features.put(name, settings.features().getOrDefault(name, true));
        }
        return features;
    }
}
