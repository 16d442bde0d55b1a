package dev.allotrope.carbon.users;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.tenant.Customers;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The users of an organization.
@RestController
final class UsersController {
    private final Settings settings;

    UsersController(Settings settings) {
        this.settings = settings;
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
