package dev.allotrope.carbon.organization;

import dev.allotrope.carbon.contract.DataSourceType;
import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.tenant.OrganizationSettings;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The organization that asks.
@RestController
final class OrganizationController {
    private static final Set<String> CONFIGURABLE = Stream.concat(
                    Arrays.stream(DataSourceType.values()).map(DataSourceType::name), Stream.of("DEFAULT"))
            .collect(Collectors.toUnmodifiableSet());

    private final Settings settings;

    OrganizationController(Settings settings) {
        this.settings = settings;
    }

    @PostMapping("/organization/update")
    GenericSuccessResponse update(Scope.Organization organization, @RequestBody UpdateOrganizationInput request) {
        UserConfiguration users = request.globalUserConfig();
        if (users != null) {
            users.check("body", "global_user_config");
        }
        Map<String, DataSourceConfiguration> sources =
                Objects.requireNonNullElse(request.dataSourceConfigs(), Map.of());
        sources.keySet().forEach(OrganizationController::checkType);
        settings.change(organization.id(), before -> changed(before, users, sources));
        return GenericSuccessResponse.DONE;
    }

    private static OrganizationSettings changed(
            OrganizationSettings before,
            @Nullable UserConfiguration users,
            Map<String, DataSourceConfiguration> sources) {
        OrganizationSettings after = users == null ? before : before.with(users.over(before.preferences()));
        for (Map.Entry<String, DataSourceConfiguration> source : sources.entrySet()) {
            after = after.with(source.getKey(), source.getValue().source());
        }
        return after;
    }

    private static void checkType(String type) {
        if (!CONFIGURABLE.contains(type)) {
            throw InvalidRequest.value("not a data source type, nor DEFAULT", "body", "data_source_configs", type);
        }
    }
}
