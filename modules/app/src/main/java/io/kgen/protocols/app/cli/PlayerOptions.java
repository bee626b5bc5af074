package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** The options that name a player. */
final class PlayerOptions {

    @Option(
            names = "--issuer",
            required = true,
            paramLabel = "ISSUER",
            description = "The issuer of the player's tokens.")
    private String issuer;

    @Option(names = "--user", required = true, paramLabel = "ID", description = "The player's id at this issuer.")
    private String user;

    /** A request record with these two fields. */
    ObjectNode request() {
        return JsonNodeFactory.instance.objectNode().put("issuer", issuer).put("userId", user);
    }

    @Override
    public String toString() {
        return "player " + user + " of " + issuer;
    }
}
