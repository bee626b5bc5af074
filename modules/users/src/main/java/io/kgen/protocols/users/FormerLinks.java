package io.kgen.protocols.users;

import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.sqlclient.Tuple;

/** Links that were made under an earlier rule for phone numbers. They stay linked. */
final class FormerLinks {

    private static final int PAGE_SIZE = 5_000;

    private static final String PAGE = """
            SELECT issuer, user_id, e164
            FROM users.linked_number
            WHERE (issuer, user_id) > ($1, $2)
            ORDER BY issuer, user_id
            LIMIT %d
            """.formatted(PAGE_SIZE);

    private FormerLinks() {}

    /** Counts the links that the current rule would reject (E27). Reads all links, page by page, and blocks. */
    static long count(PostgresClient postgres) {
        var count = 0L;
        var issuer = "";
        var userId = "";
        while (true) {
            var rows = postgres.query(PAGE, Tuple.of(issuer, userId)).await();
            for (var row : rows) {
                issuer = row.getString(0);
                userId = row.getString(1);
                count += PhoneNumbers.isStillAccepted(row.getString(2)) ? 0 : 1;
            }
            if (rows.size() < PAGE_SIZE) {
                return count;
            }
        }
    }
}
