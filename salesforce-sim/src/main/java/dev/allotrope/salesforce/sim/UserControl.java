package dev.allotrope.salesforce.sim;

import dev.allotrope.salesforce.sim.category.CategoryVisibility;
import dev.allotrope.salesforce.sim.http.Reply;
import dev.allotrope.salesforce.sim.http.Request;
import dev.allotrope.salesforce.sim.user.Right;
import dev.allotrope.salesforce.sim.user.User;
import dev.allotrope.salesforce.sim.user.UserKind;
import dev.allotrope.salesforce.sim.user.Users;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// `/sim/users…`: what an administrator sets for one user.
final class UserControl {

    private final Users users;

    UserControl(Users users) {
        this.users = users;
    }

    Reply answer(Request request, List<String> path) {
        if (path.size() == 2) {
            return Reply.json(
                    200,
                    Map.of("users", users.all().stream().map(UserControl::show).toList()));
        }
        String username = URLDecoder.decode(path.get(2), StandardCharsets.UTF_8);
        User user = request.method().equals("GET")
                ? users.named(username)
                : users.change(username, before -> changed(before, request.json()));
        return Reply.json(200, show(user));
    }

    private static User changed(User before, JsonNode body) {
        User user = before;
        if (body.has("kind")) {
            user = user.with(UserKind.valueOf(body.get("kind").asString().toUpperCase(Locale.ROOT)));
        }
        if (body.has("active")) {
            user = user.withActive(body.get("active").asBoolean());
        }
        if (body.has("rights")) {
            user = user.with(rights(body.get("rights")));
        }
        for (String without : names(body.path("without"))) {
            user = user.without(right(without));
        }
        if (body.has("hidden_fields")) {
            user = user.withHiddenFields(names(body.get("hidden_fields")));
        }
        return body.has("categories") ? user.with(visibility(body.get("categories"))) : user;
    }

    private static CategoryVisibility visibility(JsonNode groups) {
        CategoryVisibility visibility = CategoryVisibility.ALL;
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            visibility = visibility.with(group.getKey(), names(group.getValue()));
        }
        return visibility;
    }

    private static Set<Right> rights(JsonNode array) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        names(array).forEach(name -> rights.add(right(name)));
        return rights;
    }

    private static Right right(String name) {
        return Right.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new LinkedHashSet<>();
        array.forEach(name -> names.add(name.asString()));
        return names;
    }

    private static Map<String, Object> show(User user) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("username", user.username());
        shown.put("id", user.id());
        shown.put("kind", user.kind().wireName());
        shown.put("active", user.active());
        shown.put("rights", user.rights().stream().map(Right::wireName).sorted().toList());
        shown.put("categories", user.categories().chosen());
        shown.put("hidden_fields", new TreeSet<>(user.hiddenFields()));
        return shown;
    }
}
