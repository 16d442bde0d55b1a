package dev.allotrope.carbon.embeddings;

import dev.allotrope.carbon.contract.GenericSuccessResponse;
import dev.allotrope.carbon.contract.processing.EmbeddingModels;
import dev.allotrope.library.Upload;
import dev.allotrope.sync.Uploading;
import dev.allotrope.tenant.Tenant;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Takes in chunks and vectors that customers made themselves.
@RestController
final class UploadController {
    private final Uploading uploading;
    private final EmbeddingModels models;

    UploadController(Uploading uploading, EmbeddingModels models) {
        this.uploading = uploading;
        this.models = models;
    }

    @PostMapping("/upload_chunks_and_embeddings")
    GenericSuccessResponse upload(Tenant tenant, @RequestBody ChunksAndEmbeddingsUploadInput request) {
        List<Upload> uploads = UploadRequest.of(request);
        if (request.chunksOnly()) {
            models.require(request.embeddingModel());
        }
        uploading.takeIn(tenant, uploads);
        return GenericSuccessResponse.DONE;
    }
}
