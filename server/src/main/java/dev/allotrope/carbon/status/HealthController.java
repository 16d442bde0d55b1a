package dev.allotrope.carbon.status;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says whether the server can answer requests now, and if not what is missing; no details, since anybody may ask.
@RestController
final class HealthController {
    private final HealthEndpoint health;

    HealthController(HealthEndpoint health) {
        this.health = health;
    }

    /// `status` is `UP` or what it is instead; `components` has the same for each part.
    record HealthResponse(String status, Map<String, String> components) {}

    @GetMapping("/health")
    ResponseEntity<HealthResponse> health() {
        HealthDescriptor now = health.health();
        HttpStatus status = now.getStatus().equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
        return ResponseEntity.status(status)
                .body(new HealthResponse(now.getStatus().getCode(), components(now)));
    }

    private static Map<String, String> components(HealthDescriptor descriptor) {
        Map<String, String> components = new TreeMap<>();
        if (descriptor instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
            composite
                    .getComponents()
                    .forEach((name, part) ->
                            components.put(name, part.getStatus().getCode()));
        }
        return components;
    }
}
