package dev.allotrope.carbon.organization;

import dev.allotrope.carbon.contract.Aggregates;
import dev.allotrope.carbon.contract.ConnectorSettings;
import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.contract.source.DataSourceType;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.tenant.Organization;
import dev.allotrope.tenant.Organizations;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.settings.OrganizationSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The organization that asks.
@RestController
final class OrganizationController {
    private static final Set<String> CONFIGURABLE = Stream.concat(
                    Arrays.stream(DataSourceType.values()).map(DataSourceType::name),
                    Stream.of(OrganizationSettings.EVERY_KIND))
            .collect(Collectors.toUnmodifiableSet());

    private final Organizations organizations;
    private final Settings settings;
    private final Usage usage;
    private final InstantSource clock;

    OrganizationController(Organizations organizations, Settings settings, Usage usage, InstantSource clock) {
        this.organizations = organizations;
        this.settings = settings;
        this.usage = usage;
        this.clock = clock;
    }

    @GetMapping("/organization")
    OrganizationResponse organization(Scope.Organization scope) {
        Organization organization = organizations.get(scope.id());
        OrganizationSettings set = settings.ofOrganization(scope.id());
        Instant now = clock.instant();
        Aggregates aggregates = Aggregates.of(usage.totals(scope));
        return new OrganizationResponse(
                organization.id().value(),
                organization.name(),
                null,
                true,
                null,
                Map.of(),
                aggregates.fileSize(),
                aggregates.characters(),
                aggregates.tokens(),
                aggregates.embeddings(),
                aggregates.filesBySource(),
                aggregates.filesByFormat(),
                now,
                null,
                null,
                ConnectorSettings.of(set),
                UserConfiguration.show(set.preferences()),
                Map.of(),
                Map.of(),
                organization.createdAt(),
                organization.updatedAt());
    }

    /// The figures are always those of now; who waits for them to be summed up is told at once.
    @PostMapping("/organization/statistics")
    GenericSuccessResponse aggregate(Scope.Organization scope) {
        usage.aggregate(scope);
        return GenericSuccessResponse.DONE;
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
