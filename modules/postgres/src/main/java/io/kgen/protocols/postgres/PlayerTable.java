package io.kgen.protocols.postgres;

import java.util.List;

/**
 * A table with data of players, identified by the columns {@code issuer} and {@code user_id}. Each module lists all its
 * tables in one place, by which the data of a player is erased.
 *
 * @param columns all columns of the table
 */
public record PlayerTable(String name, List<String> columns) {

    public PlayerTable {
        columns = List.copyOf(columns);
    }

    public static PlayerTable of(String name, String... columns) {
        return new PlayerTable(name, List.of(columns));
    }

    /** Deletes the rows of the player {@code $1, $2}. */
    public String delete() {
        return "DELETE FROM " + name + " WHERE issuer = $1 AND user_id = $2";
    }
}
