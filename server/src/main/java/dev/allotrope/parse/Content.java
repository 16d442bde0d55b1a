package dev.allotrope.parse;

import java.util.List;

/// A parsed body: Markdown-like text, where its headings stand in it, and the links and images it refers to.
public record Content(String text, List<Heading> headings, List<Link> links, List<Image> images) {
    /// A heading of level 1 to 6; `offset` is where its line starts in the text, in `char`s.
    public record Heading(int level, String title, int offset) {}

    public record Link(String text, String target) {}

    public record Image(String alt, String source) {}

    public Content {
        headings = List.copyOf(headings);
        links = List.copyOf(links);
        images = List.copyOf(images);
    }
}
