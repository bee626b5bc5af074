package io.kgen.protocols.benchmarks;

import java.util.List;

/**
 * Servers that are measured together.
 *
 * @param doors the servers that receive requests, in turn
 */
record Nodes(String name, List<Server> doors, List<Server> all) {

    static Nodes of(Server server) {
        return new Nodes(server.contender().name(), List.of(server), List.of(server));
    }
}
