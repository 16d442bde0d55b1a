package dev.allotrope.carbon.whitelabel;

import dev.allotrope.carbon.contract.ConnectorSettings;
import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.UserConfiguration;
import dev.allotrope.carbon.wire.InvalidRequest;
import dev.allotrope.connect.app.WhiteLabel;
import dev.allotrope.connect.app.WhiteLabels;
import dev.allotrope.source.SourceKind;
import dev.allotrope.tenant.Scope;
import dev.allotrope.tenant.Settings;
import dev.allotrope.tenant.Tenant;
import dev.allotrope.tenant.Transactions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// White labels, and what of them a client may show.
@RestController
final class WhiteLabelsController {
    private final WhiteLabels labels;
    private final Settings settings;
    private final Transactions transactions;

    WhiteLabelsController(WhiteLabels labels, Settings settings, Transactions transactions) {
        this.labels = labels;
        this.settings = settings;
        this.transactions = transactions;
    }

    /// All of them or none.
    @PostMapping("/white_label/create")
    GenericSuccessResponse create(Scope.Organization organization, @RequestBody List<WhiteLabelInput> inputs) {
        Set<SourceKind> kinds = new HashSet<>();
        transactions.run(organization, () -> {
            for (int i = 0; i < inputs.size(); i++) {
                WhiteLabel.Registration wanted = inputs.get(i).registration("body", i);
                if (inputs.get(i).credentials().masked()) {
                    throw secretNeeded("body", i, "credentials", "client_secret");
                }
                if (!kinds.add(wanted.kind()) || !labels.create(organization, wanted)) {
                    throw InvalidRequest.value(
                            "there is a white label of this type already: change it with /white_label/update",
                            "body",
                            i,
                            "data_source_type");
                }
            }
        });
        return GenericSuccessResponse.DONE;
    }

    @PostMapping("/white_label/list")
    WhiteLabelsResponse list(Scope.Organization organization, @RequestBody ListWhiteLabelRequest query) {
        WhiteLabels.Filter filter = query.filters().filter();
        return new WhiteLabelsResponse(
                labels
                        .list(
                                organization,
                                filter,
                                query.order(),
                                query.pagination().page())
                        .stream()
                        .map(label -> WhiteLabelResponse.of(organization.id().value(), label))
                        .toList(),
                labels.count(organization, filter));
    }

    @PostMapping("/white_label/update")
    GenericSuccessResponse update(Scope.Organization organization, @RequestBody WhiteLabelInput input) {
        WhiteLabel.Registration wanted = input.registration("body");
        transactions.run(organization, () -> {
            boolean another = labels.find(organization, wanted.kind())
                    .filter(known -> !known.clientId().equals(wanted.clientId()))
                    .isPresent();
            if (another && input.credentials().masked()) {
                throw secretNeeded("body", "credentials", "client_secret");
            }
            labels.update(organization, wanted);
        });
        return GenericSuccessResponse.DONE;
    }

    @PostMapping("/white_label/delete")
    GenericSuccessResponse delete(Scope.Organization organization, @RequestBody DeleteWhiteLabelRequest request) {
        labels.delete(organization, DeleteWhiteLabelRequest.labels(request.ids()));
        return GenericSuccessResponse.DONE;
    }

    /// Branding is always removed: this server is the organization's own.
    @GetMapping("/auth/v1/white_labeling")
    WhiteLabelingResponse whiteLabeling(Tenant tenant) {
        Map<String, Object> own = labels.find(new Scope.Organization(tenant.organization()), SourceKind.SALESFORCE)
                        .isPresent()
                ? Map.of(SourceKind.SALESFORCE.name(), true)
                : Map.of();
        return new WhiteLabelingResponse(
                true,
                own,
                UserConfiguration.limits(settings.ofCustomer(tenant).preferences()),
                ConnectorSettings.of(settings.ofOrganization(tenant.organization())));
    }

    private static InvalidRequest secretNeeded(Object... loc) {
        return InvalidRequest.value("a client that is new here needs its own secret, not the mask of one", loc);
    }
}
