package dev.allotrope.salesforce.sim.oauth;

import java.util.Map;

/// The pages a person sees: log in and approve, and what went wrong.
final class AuthorizePage {

    private static final String FORM = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Allow access? | Salesforce simulator</title></head>
            <body><main>
            <h1>Allow access?</h1>
            <p>The application <b>%s</b> asks to: %s</p>
            <form method="post" action="/services/oauth2/authorize">
            %s<p><label>Username <input name="username" value="%s" autocomplete="username"></label></p>
            <p><label>Password <input name="pw" type="password" value="simulator" autocomplete="off"></label></p>
            <p><button name="decision" value="approve">Log in and allow</button>
            <button name="decision" value="deny">Deny</button></p>
            </form></main></body></html>
            """;

    private static final String ERROR = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>OAuth error | Salesforce simulator</title></head>
            <body><main><h1>OAuth Error</h1><p>error=%s&amp;error_description=%s</p></main></body></html>
            """;

    private AuthorizePage() {}

    static String form(String clientId, String scopes, String username, Map<String, String> parameters) {
        StringBuilder hidden = new StringBuilder();
        parameters.forEach((name, value) -> hidden.append(
                "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n".formatted(escape(name), escape(value))));
        return FORM.formatted(escape(clientId), escape(scopes), hidden, escape(username));
    }

    static String error(String error, String description) {
        return ERROR.formatted(escape(error), escape(description));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
