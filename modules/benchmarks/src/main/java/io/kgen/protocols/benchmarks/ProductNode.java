package io.kgen.protocols.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The product as one node of a cluster.
 *
 * @param port of the cluster membership
 * @param members the ports of all nodes
 */
record ProductNode(Product product, String name, String roles, int port, List<Integer> members) implements Contender {

    static final String ALL_ROLES = "gateway,users,analytics,kstore";
    static final String GATEWAY = "gateway";
    static final String MODULES = "users,analytics,kstore";

    @Override
    public List<String> jvm() {
        return product.jvm();
    }

    @Override
    public List<String> program() {
        return product.program();
    }

    /** Without a gateway it has only the management listener. */
    @Override
    public Map<String, String> environment(int httpPort) {
        var variables = new HashMap<>(product.environment(httpPort));
        variables.put("PLATFORM_ROLES", roles);
        variables.put("PLATFORM_CLUSTER_ENABLED", "true");
        variables.put("PLATFORM_CLUSTER_NAME", "benchmark");
        variables.put("PLATFORM_CLUSTER_HOST", "127.0.0.1");
        variables.put("PLATFORM_CLUSTER_PORT", Integer.toString(port));
        variables.put(
                "PLATFORM_CLUSTER_MEMBERS",
                members.stream().map(member -> "127.0.0.1:" + member).collect(Collectors.joining(",")));
        if (!roles.contains(GATEWAY)) {
            variables.put("PLATFORM_MANAGEMENT_PORT", Integer.toString(httpPort));
        }
        return variables;
    }
}
