package dev.allotrope.sync.files;

import dev.allotrope.library.Contents;
import dev.allotrope.library.Documents;
import dev.allotrope.library.Intake;
import dev.allotrope.library.attachment.AttachedDocuments;
import dev.allotrope.library.attachment.Downloads;
import dev.allotrope.library.attachment.Files;
import dev.allotrope.library.attachment.Images;
import dev.allotrope.library.audit.LinkTargets;
import dev.allotrope.parse.FileParser;
import dev.allotrope.source.attachment.Attachments;
import dev.allotrope.source.audit.Auditor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FilesConfiguration {
    @Bean
    FileStage fileStage(
            Attachments source, AttachedDocuments attached, Downloads downloads, Documents documents, Intake intake) {
        return new FileStage(source, attached, downloads, documents, intake, FileLimits.DEFAULT);
    }

    @Bean
    FileReading fileReading(Files files) {
        return new FileReading(files, new FileParser(FileParser.Limits.DEFAULT));
    }

    @Bean
    ArticleLinks articleLinks(Auditor auditor, Contents contents, LinkTargets targets) {
        return new ArticleLinks(auditor, contents, targets);
    }

    @Bean
    ArticleImages articleImages(Attachments source, Contents contents, Images images, ArticleImages.Calls calls) {
        return new ArticleImages(source, contents, images, calls);
    }
}
