package dev.allotrope.source.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTemplateTest {
    @Test
    void names_in_braces_become_encoded_values() {
        LinkTemplate template = new LinkTemplate("https://help.example/{language}/a?n={url_name}&m={article_number}");

        assertThat(template.of(Map.of("language", "de", "url_name", "Ein $1 Wörtchen/2")))
                .isEqualTo("https://help.example/de/a?n=Ein%20%241%20W%C3%B6rtchen%2F2&m=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{url_name}",
                "https://",
                "https:///{url_name}",
                "https://help.example/",
                "https://help.example/{version_id}/{url_name}",
                "https://{url_name}/",
                "https://help.example/{url_name}/{",
                "https://ann:secret@help.example/{url_name}",
                "file:///etc/{url_name}",
                "https://help.example/ {url_name}"
            })
    void what_leads_nowhere_or_names_what_is_unknown_is_no_template(String text) {
        assertThat(LinkTemplate.problem(text)).isPresent();
        assertThatThrownBy(() -> new LinkTemplate(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_template_is_not_endless() {
        String text = "https://help.example/{url_name}";

        assertThat(LinkTemplate.problem(text + "x".repeat(LinkTemplate.MAX_LENGTH)))
                .isPresent();
        assertThat(LinkTemplate.problem(text)).isEmpty();
    }
}
