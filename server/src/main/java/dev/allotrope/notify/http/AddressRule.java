package dev.allotrope.notify.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Which addresses may be connected to: those of the public internet and, with `privateNetworks`, those of private
/// networks and of this machine. Never those that stand for no single receiver, nor link-local ones, where clouds
/// answer for credentials of the machine.
record AddressRule(boolean privateNetworks) {
    private static final List<Block> NEVER = blocks(
            "0.0.0.0/8", // this network
            "169.254.0.0/16", // link-local, with the metadata service of most clouds
            "168.63.129.16/32", // the metadata service of Azure
            "192.0.0.0/24", // protocol assignments, with the metadata service of Oracle
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "::/128", // unspecified
            "fe80::/10", // link-local
            "ff00::/8", // multicast
            "2001::/32", // Teredo, which hides an IPv4 address
            "fd00:ec2::254/128"); // the metadata service of Amazon

    private static final List<Block> PRIVATE = blocks(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "127.0.0.0/8", // loopback
            "100.64.0.0/10", // shared by carriers
            "198.18.0.0/15", // benchmarks
            "192.0.2.0/24", // documentation, as the next two
            "198.51.100.0/24",
            "203.0.113.0/24",
            "::1/128", // loopback
            "fc00::/7", // unique local
            "fec0::/10", // site-local
            "100::/64", // discard
            "2001:db8::/32"); // documentation

    /// Prefixes under which an IPv6 address leads to the IPv4 address at the offset in it. A mapped address needs none:
    /// the platform hands it over as IPv4.
    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(block("::/96"), 12),
            new Embedding(block("64:ff9b::/96"), 12),
            new Embedding(block("64:ff9b:1::/48"), 12),
            new Embedding(block("2002::/16"), 2));

    private record Block(byte[] network, int bits) {
        boolean holds(byte[] address) {
            return address.length == network.length
                    && Arrays.mismatch(masked(address, bits), masked(network, bits)) < 0;
        }
    }

    private record Embedding(Block block, int offset) {}

    boolean allows(InetAddress address) {
        return allows(address.getAddress());
    }

    private boolean allows(byte[] address) {
        if (holds(NEVER, address)) {
            return false;
        }
        if (holds(PRIVATE, address)) {
            return privateNetworks;
        }
        return EMBEDDINGS.stream()
                .filter(embedding -> embedding.block().holds(address))
                .allMatch(embedding -> allows(Arrays.copyOfRange(address, embedding.offset(), embedding.offset() + 4)));
    }

    private static boolean holds(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.holds(address));
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            masked[i] = (byte) (address[i] & (0xFF << (8 - kept)));
        }
        return masked;
    }

    private static List<Block> blocks(String... cidrs) {
        return Arrays.stream(cidrs).map(AddressRule::block).toList();
    }

    private static Block block(String cidr) {
        int slash = cidr.indexOf('/');
        return new Block(
                InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress(),
                Integer.parseInt(cidr.substring(slash + 1)));
    }
}
