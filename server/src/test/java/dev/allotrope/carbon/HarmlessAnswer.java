package dev.allotrope.carbon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What every answer has to be, whatever was asked and by whom.
record HarmlessAnswer(int status, String body) {
    /// What is not supported, and what is not there just now.
    private static final Set<Integer> EXPECTED = Set.of(501, 503);

    private static final Pattern INSIDES = Pattern.compile(
            "\\tat |\\bat dev\\.allotrope|Exception|org\\.springframework|org\\.postgresql|\\bSELECT \\*|ERROR: ");

    static HarmlessAnswer of(CarbonServer.Reply reply) {
        return new HarmlessAnswer(reply.status(), reply.response().body());
    }

    /// What is wrong with it; `secret` stands in everything that the caller may not see.
    List<String> faults(String secret) {
        List<String> faults = new ArrayList<>();
        if (status >= 500 && !EXPECTED.contains(status)) {
            faults.add("an error of ours: " + status);
        }
        if (INSIDES.matcher(body).find()) {
            faults.add("a trace of our insides");
        }
        if (body.contains(secret)) {
            faults.add("something of another tenant's");
        }
        return faults;
    }
}
