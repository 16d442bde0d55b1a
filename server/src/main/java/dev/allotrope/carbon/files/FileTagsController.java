package dev.allotrope.carbon.files;

import dev.allotrope.carbon.contract.UserTags;
import dev.allotrope.carbon.contract.WireIds;
import dev.allotrope.kernel.DocumentId;
import dev.allotrope.kernel.Failure;
import dev.allotrope.kernel.Tags;
import dev.allotrope.library.Documents;
import dev.allotrope.library.document.Document;
import dev.allotrope.tenant.Tenant;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// A customer's own tags on files. They stay whatever the source says later; the source's tags are not theirs to
/// write.
@RestController
final class FileTagsController {
    private final Documents documents;
    private final UserFiles files;

    FileTagsController(Documents documents, UserFiles files) {
        this.documents = documents;
        this.files = files;
    }

    @PostMapping("/create_user_file_tags")
    UserFile create(Tenant tenant, @RequestBody OrganizationUserFileTagCreate request) {
        Tags tags = UserTags.checked(request.tags(), "tags", "body");
        DocumentId id = WireIds.document(request.organizationUserFileId());
        return show(tenant, id, documents.tag(tenant, id, tags));
    }

    @PostMapping("/delete_user_file_tags")
    UserFile delete(Tenant tenant, @RequestBody OrganizationUserFileTagsRemove request) {
        request.tags().forEach(key -> UserTags.check(key, "body", "tags"));
        DocumentId id = WireIds.document(request.organizationUserFileId());
        return show(tenant, id, documents.untag(tenant, id, request.tags()));
    }

    private UserFile show(Tenant tenant, DocumentId id, Optional<Document> document) {
        return files.show(tenant, document.orElseThrow(() -> Failure.notFound("file", id)));
    }
}
