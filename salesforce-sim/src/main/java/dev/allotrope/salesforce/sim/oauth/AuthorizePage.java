package dev.allotrope.salesforce.sim.oauth;

import static dev.allotrope.salesforce.sim.http.Page.escape;

import dev.allotrope.salesforce.sim.http.Page;
import dev.allotrope.salesforce.sim.http.Reply;
import java.util.Map;

/// The pages a person sees: log in and approve, and what went wrong.
final class AuthorizePage {

    private static final String FORM = """
            <p>The application <b>%s</b> asks to: %s</p>
            <p>This org is simulated: any username is a user of it, and any password will do.</p>
            <form method="post" action="/services/oauth2/authorize">
            %s<p><label>Username <input name="username" value="%s" autocomplete="username"></label></p>
            <p><label>Password <input name="pw" type="password" value="simulator" autocomplete="off"></label></p>
            <p><button name="decision" value="approve">Log in and allow</button>
            <button name="decision" value="deny">Deny</button></p>
            </form>""";

    private AuthorizePage() {}

    static Reply form(String clientId, String scopes, String username, Map<String, String> parameters) {
        StringBuilder hidden = new StringBuilder();
        parameters.forEach((name, value) -> hidden.append(
                "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n".formatted(escape(name), escape(value))));
        return Page.of(
                200, "en", "Allow access?", FORM.formatted(escape(clientId), escape(scopes), hidden, escape(username)));
    }

    static Reply error(String error, String description) {
        String said = "<p>error=%s&amp;error_description=%s</p>".formatted(escape(error), escape(description));
        return Page.of(400, "en", "OAuth Error", said);
    }
}
