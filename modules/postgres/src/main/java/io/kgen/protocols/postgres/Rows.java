package io.kgen.protocols.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams the rows of a result, which the driver offers only as an {@link Iterable}. */
public final class Rows {

    private Rows() {}

    public static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    public static Optional<Row> first(RowSet<Row> rows) {
        return stream(rows).findFirst();
    }
}
