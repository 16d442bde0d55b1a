package dev.allotrope.carbon.settings;

import dev.allotrope.carbon.wire.WireEnum;
import dev.allotrope.source.settings.SourceScope;

/// For whom an article is visible in Salesforce, in the words of the tag `salesforce_channels`.
public enum SalesforceChannels implements WireEnum.Lowercase {
    INTERNAL,
    CUSTOMER,
    PARTNER,
    PUBLIC;

    SourceScope.Channel channel() {
        return SourceScope.Channel.valueOf(name());
    }

    static SalesforceChannels of(SourceScope.Channel channel) {
        return valueOf(channel.name());
    }
}
