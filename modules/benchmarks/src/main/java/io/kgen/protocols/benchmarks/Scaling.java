package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The same load on one, two and three nodes of a cluster, and on a gateway that has its modules on another node. */
final class Scaling {

    private static final int MOST_NODES = 3;
    private static final int EVENT_LOOPS_OF_A_NODE = 1;

    private final Options options;
    private final Environment lab;
    private final Results findings = new Results();

    Scaling(Options options, Environment lab) {
        this.options = options;
        this.lab = lab;
    }

    Results run() {
        lab.database().link(options.users());
        for (var count = 1; count <= MOST_NODES; count++) {
            var roles =
                    Stream.generate(() -> ProductNode.ALL_ROLES).limit(count).toList();
            measure(count == 1 ? "1 node" : count + " nodes", roles);
        }
        measure("gateway, modules", List.of(ProductNode.MODULES, ProductNode.GATEWAY));
        findings.note(
                "every node has %d event loop, and all of them share this machine with PostgreSQL, Redis and the generator"
                        .formatted(EVENT_LOOPS_OF_A_NODE));
        findings.note("CPU time is that of all nodes together");
        return findings;
    }

    private void measure(String name, List<String> roles) {
        var ports = Stream.generate(Ports::free).distinct().limit(roles.size()).toList();
        var product = lab.product(EVENT_LOOPS_OF_A_NODE);
        var running = new ArrayList<Server>();
        try {
            IntStream.range(0, roles.size())
                    .mapToObj(i -> new ProductNode(product, name + " " + (i + 1), roles.get(i), ports.get(i), ports))
                    .map(lab::start)
                    .forEach(running::add);
            running.forEach(Server::awaitReady);
            measure(new Nodes(name, running.stream().filter(Scaling::isDoor).toList(), List.copyOf(running)));
            running.forEach(findings::add);
        } finally {
            running.forEach(Server::close);
        }
    }

    private static boolean isDoor(Server server) {
        return ((ProductNode) server.contender()).roles().contains(ProductNode.GATEWAY);
    }

    private void measure(Nodes nodes) {
        var lookup = Scenario.lookup(Comparison.HIT, options.users());
        lab.forgetCache();
        lab.put(nodes, lookup.onceForEachUser());
        findings.add(lab.measure(nodes, lookup));
        var drop = Scenario.drop(options.users());
        // More nodes than cores take longer to get warm.
        lab.put(nodes, drop);
        lab.database().emptyEvents();
        findings.add(lab.measure(nodes, drop));
        lab.database().emptyEvents();
    }
}
