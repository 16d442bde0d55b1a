package dev.allotrope.carbon.files;

import dev.allotrope.tenant.Tenant;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Cold storage is for files that were uploaded to Carbon; articles are always where they are searched, and say so in
/// `supports_cold_storage`. Its calls check what they are given and have nothing to do.
@RestController
final class ColdStorageController {
    @PostMapping("/move_to_hot_storage")
    boolean moveToHotStorage(Tenant tenant, @RequestBody MoveToHotStorageQueryInput request) {
        FileQuery.filter(request.filters());
        return true;
    }

    @PostMapping("/modify_cold_storage_parameters")
    boolean modifyColdStorageParameters(Tenant tenant, @RequestBody ModifyColdStorageParametersQueryInput request) {
        FileQuery.filter(request.filters());
        return true;
    }
}
