package io.kgen.protocols.benchmarks;

import java.util.List;

/**
 * Servers that are measured as one.
 *
 * @param doors those of them that requests go to, in turn
 */
record Nodes(String name, List<Server> doors, List<Server> all) {

    static Nodes of(Server server) {
        return new Nodes(server.contender().name(), List.of(server), List.of(server));
    }
}
