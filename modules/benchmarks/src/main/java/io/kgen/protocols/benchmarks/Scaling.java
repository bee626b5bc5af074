package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures the same load on one, two and three nodes of a cluster, and on a gateway whose modules are on another node. */
final class Scaling {

    private static final int MOST_NODES = 3;
    private static final int EVENT_LOOPS_OF_A_NODE = 1;

    private final Options options;
    private final Environment environment;
    private final Results results = new Results();

    Scaling(Options options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    Results run() {
        environment.database().link(options.users());
        for (var count = 1; count <= MOST_NODES; count++) {
            var roles =
                    Stream.generate(() -> ProductNode.ALL_ROLES).limit(count).toList();
            measure(count == 1 ? "1 node" : count + " nodes", roles);
        }
        measure("gateway, modules", List.of(ProductNode.MODULES, ProductNode.GATEWAY));
        results.note(
                "every node has %d event loop; all nodes share this machine with PostgreSQL, Redis and the generator"
                        .formatted(EVENT_LOOPS_OF_A_NODE));
        results.note("CPU time is the sum of all nodes");
        return results;
    }

    private void measure(String name, List<String> roles) {
        var ports = Stream.generate(Ports::free).distinct().limit(roles.size()).toList();
        var product = environment.product(EVENT_LOOPS_OF_A_NODE);
        var running = new ArrayList<Server>();
        try {
            IntStream.range(0, roles.size())
                    .mapToObj(i -> new ProductNode(product, name + " " + (i + 1), roles.get(i), ports.get(i), ports))
                    .map(environment::start)
                    .forEach(running::add);
            running.forEach(Server::awaitReady);
            measure(new Nodes(name, running.stream().filter(Scaling::isDoor).toList(), List.copyOf(running)));
            running.forEach(results::add);
        } finally {
            running.forEach(Server::close);
        }
    }

    private static boolean isDoor(Server server) {
        return ((ProductNode) server.contender()).roles().contains(ProductNode.GATEWAY);
    }

    private void measure(Nodes nodes) {
        var lookup = Scenario.lookup(Comparison.HIT, options.users());
        environment.forgetCache();
        environment.run(nodes, lookup.onceForEachUser());
        results.add(environment.measure(nodes, lookup));
        var drop = Scenario.drop(options.users());
        // More nodes than cores need a longer warm-up.
        environment.run(nodes, drop);
        environment.database().emptyEvents();
        results.add(environment.measure(nodes, drop));
        environment.database().emptyEvents();
    }
}
