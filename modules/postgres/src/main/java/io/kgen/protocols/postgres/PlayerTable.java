package io.kgen.protocols.postgres;

import java.util.List;

/**
 * A table with rows of players, told apart by its columns {@code issuer} and {@code user_id}. Each module lists all of its
 * own, once; erasing a player goes by that list, and so would handing out what is known of one.
 *
 * @param columns all that the table has
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
