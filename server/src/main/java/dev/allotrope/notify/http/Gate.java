package dev.allotrope.notify.http;

import dev.allotrope.kernel.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Lets connections through to addresses that the operator allows.
public final class Gate {
    /// How names become addresses.
    interface Resolver {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    private static final String NOT_PUBLIC = "the URL leads to an address that is not on the public internet";
    private static final String ADMITTING =
            "; the server admits private networks with ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS=true";

    private final AddressRule rule;
    private final Resolver resolver;

    /// With `privateNetworks`, also to private networks and to this machine.
    public Gate(boolean privateNetworks) {
        this(privateNetworks, host -> List.of(InetAddress.getAllByName(host)));
    }

    /// What the operator set. Throws [Failure] with `NOT_CONFIGURED` for anything but `true` and `false`.
    public static Gate of(String setting) {
        return switch (setting.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> new Gate(true);
            case "false" -> new Gate(false);
            default ->
                throw Failure.wrongSetting(
                        "ALLOTROPE_WEBHOOK_ALLOW_PRIVATE_NETWORKS", setting, "\"true\" or \"false\"");
        };
    }

    Gate(boolean privateNetworks, Resolver resolver) {
        this.rule = new AddressRule(privateNetworks);
        this.resolver = resolver;
    }

    /// Why nothing would be sent to this URL, if that is so. A name that has no address now may get one later, and
    /// is judged then.
    public Optional<String> objection(String url) {
        try {
            List<InetAddress> addresses = resolver.resolve(Destination.of(url).host());
            if (addresses.stream().allMatch(rule::allows)) {
                return Optional.empty();
            }
            boolean admissible = addresses.stream().allMatch(new AddressRule(true)::allows);
            return Optional.of(admissible ? NOT_PUBLIC + ADMITTING : NOT_PUBLIC);
        } catch (DestinationRefused refused) {
            return Optional.of(refused.reason());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /// The addresses to connect to. One that is not allowed spoils the name.
    List<InetAddress> admit(String host) throws UnknownHostException {
        List<InetAddress> addresses = resolver.resolve(host);
        if (!addresses.stream().allMatch(rule::allows)) {
            throw new DestinationRefused(NOT_PUBLIC);
        }
        return addresses;
    }
}
