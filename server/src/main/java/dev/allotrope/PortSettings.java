package dev.allotrope;

import dev.allotrope.kernel.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/// Says which of our settings is wrong before Spring Boot would, by its own names for them and with a stack trace. An
/// empty port is refused too: to the framework it means a port that we never speak of.
final class PortSettings implements EnvironmentPostProcessor {
    private static final int MAX_PORT = 65_535;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        check(environment::getProperty);
    }

    /// Throws [Failure] with `NOT_CONFIGURED` for what cannot be.
    static void check(Function<String, @Nullable String> set) {
        port("ALLOTROPE_PORT", set);
        port("ALLOTROPE_MANAGEMENT_PORT", set);
        String address = set.apply("ALLOTROPE_MANAGEMENT_ADDRESS");
        if (address != null) {
            address(address);
        }
    }

    private static void port(String name, Function<String, @Nullable String> set) {
        String value = set.apply(name);
        if (value == null) {
            return;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
            throw Failure.wrongSetting(name, value, "a number from 0 to " + MAX_PORT);
        }
    }

    private static void address(String value) {
        try {
            if (!value.isBlank() && InetAddress.getByName(value) != null) {
                return;
            }
        } catch (UnknownHostException e) {
            throw notHere(value);
        }
        throw notHere(value);
    }

    private static Failure notHere(String value) {
        return Failure.wrongSetting(
                "ALLOTROPE_MANAGEMENT_ADDRESS", value, "an address of this machine, such as 127.0.0.1 or 0.0.0.0");
    }
}
