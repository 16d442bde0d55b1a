package dev.allotrope.salesforce.sim.http;

/// A page for a person: readable on a small screen, in light and in dark, and without anything that runs.
public final class Page {

    private static final String WHOLE = """
            <!DOCTYPE html>
            <html lang="%s"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s | Salesforce simulator</title>
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
            h1{line-height:1.25}pre{white-space:pre-wrap}table{display:block;overflow-x:auto;max-width:100%%}img{max-width:100%%}
            input,button{font:inherit;padding:.4rem .6rem;box-sizing:border-box}label input{display:block;width:100%%}</style></head>
            <body><main><h1>%s</h1>
            %s
            </main></body></html>
            """;

    private Page() {}

    /// `language` as browsers write it, `title` as text, `content` as HTML.
    public static Reply of(int status, String language, String title, String content) {
        String page = WHOLE.formatted(escape(language), escape(title), escape(title), content);
        return Reply.html(status, page)
                .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
    }

    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
