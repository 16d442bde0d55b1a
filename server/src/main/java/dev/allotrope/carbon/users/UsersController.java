package dev.allotrope.carbon.users;

import dev.allotrope.carbon.contract.Aggregates;
import dev.allotrope.carbon.contract.ConnectorSettings;
import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.carbon.wire.WireEnum;
import dev.allotrope.kernel.ErrorCode;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.usage.Usage;
import dev.allotrope.tenant.Customer;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Deletions;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.settings.EffectiveSettings;
import dev.allotrope.tenant.settings.OrganizationSettings;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The users of an organization, and what a user may know of themselves.
@RestController
final class UsersController {
    private final Customers customers;
    private final Settings settings;
    private final Usage usage;
    private final Deletions deletions;

    UsersController(Customers customers, Settings settings, Usage usage, Deletions deletions) {
        this.deletions = deletions;
        this.customers = customers;
        this.settings = settings;
        this.usage = usage;
    }

    @GetMapping("/whoami")
    UserResponse whoAmI(Tenant tenant) {
        return show(customers.get(tenant));
    }

    @PostMapping("/user")
    UserResponse user(Scope.Organization organization, @RequestBody UserRequestContent request) {
        return show(customers
                .find(organization.id(), request.customerId())
                .orElseThrow(() -> new Failure(ErrorCode.NOT_FOUND, "a user with this customer id was not found")));
    }

    @PostMapping("/list_users")
    UserListResponse list(Scope.Organization organization, @RequestBody ListUsersRequest request) {
        Customers.Filter filter = request.filters().filter();
        OrganizationSettings inherited = settings.ofOrganization(organization.id());
        List<ListUserResponse> users =
                customers
                        .list(
                                organization,
                                filter,
                                request.order(),
                                request.pagination().page())
                        .stream()
                        .map(customer -> ListUserResponse.of(customer, inherited))
                        .toList();
        return new UserListResponse(users, request.includeCount() ? customers.count(organization, filter) : null);
    }

    @PostMapping("/update_users")
    GenericSuccessResponse update(Scope.Organization organization, @RequestBody UpdateUsersInput request) {
        UserConfiguration changes = request.configuration();
        changes.check("body");
        checkIds(request.customerIds());
        settings.change(
                organization.id(), request.customerIds(), before -> before.with(changes.over(before.preferences())));
        return GenericSuccessResponse.DONE;
    }

    /// They are gone for everybody when this returns; what is held of them is erased right after.
    @PostMapping("/delete_users")
    GenericSuccessResponse delete(Scope.Organization organization, @RequestBody DeleteUsersInput request) {
        deletions.delete(organization, request.customerIds());
        return GenericSuccessResponse.DONE;
    }

    @PostMapping("/modify_user_configuration")
    GenericSuccessResponse configure(Tenant tenant, @RequestBody ModifyUserConfigurationInput request) {
        String feature = WireEnum.text(request.configurationKeyName());
        settings.change(tenant, before -> before.with(feature, request.value().enabled()));
        return GenericSuccessResponse.DONE;
    }

    private UserResponse show(Customer customer) {
        Tenant tenant = customer.tenant();
        Usage.Totals totals = usage.totals(tenant);
        Aggregates aggregates = Aggregates.of(totals);
        OrganizationSettings inherited = settings.ofOrganization(tenant.organization());
        return new UserResponse(
                tenant.customer().value(),
                tenant.organization().value(),
                customer.externalId(),
                customer.createdAt(),
                customer.updatedAt(),
                null,
                totals.documents(),
                totals.characters(),
                totals.tokens(),
                aggregates.fileSize(),
                aggregates.characters(),
                aggregates.tokens(),
                aggregates.embeddings(),
                aggregates.filesBySource(),
                aggregates.filesByFormat(),
                uniqueTags(tenant),
                UserFeatures.of(customer.settings()),
                UserConfiguration.limits(customer.settings().preferences()),
                UserConfiguration.sources(
                        EffectiveSettings.of(customer.settings(), inherited).autoSync()),
                ConnectorSettings.of(inherited));
    }

    private List<Tags> uniqueTags(Tenant tenant) {
        return usage.distinctTags(tenant).entrySet().stream()
                .map(tag -> Tags.of(Map.of(tag.getKey(), tag.getValue())))
                .toList();
    }

    private static void checkIds(List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            if (!Customers.nameable(ids.get(i))) {
                throw InvalidRequest.value(
                        "a customer id has 1 to " + Customers.MAX_EXTERNAL_ID + " characters and is not blank",
                        "body",
                        "customer_ids",
                        i);
            }
        }
    }
}
