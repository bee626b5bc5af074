package io.kgen.protocols.users;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.kgen.protocols.postgres.StatementRejectedException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;

/** The linked numbers in PostgreSQL. Each change is one statement, so PostgreSQL orders concurrent changes. */
final class PgLinkedNumberStore implements LinkedNumberStore {

    private static final String FIND = """
            SELECT version, user_id, namespaced_third_party_user_id, wallet_address, indigg_wallet_address, phone, kgen_id
            FROM users.linked_number
            WHERE issuer = $1 AND user_id = $2
            """;

    /**
     * Returns no row if the player has another number. An inserted row, unlike an updated one, has no xmax; a number
     * that was already linked keeps its {@code linked_at}, and is no change for the audit log.
     */
    private static final String LINK = """
            INSERT INTO users.linked_number AS held (
                issuer, user_id, phone, e164,
                namespaced_third_party_user_id, wallet_address, indigg_wallet_address, kgen_id, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, nextval('users.linked_number_version'))
            ON CONFLICT (issuer, user_id) DO UPDATE SET
                phone = CASE WHEN held.e164 = excluded.e164 THEN held.phone ELSE excluded.phone END,
                linked_at = CASE WHEN held.e164 = excluded.e164 THEN held.linked_at ELSE excluded.linked_at END,
                e164 = excluded.e164,
                namespaced_third_party_user_id =
                    coalesce(excluded.namespaced_third_party_user_id, held.namespaced_third_party_user_id),
                wallet_address = coalesce(excluded.wallet_address, held.wallet_address),
                indigg_wallet_address = coalesce(excluded.indigg_wallet_address, held.indigg_wallet_address),
                kgen_id = coalesce(excluded.kgen_id, held.kgen_id),
                version = nextval('users.linked_number_version')
            WHERE held.e164 = excluded.e164 OR $9
            RETURNING version, user_id, namespaced_third_party_user_id, wallet_address, indigg_wallet_address, phone, kgen_id,
                xmax = 0 AS inserted, linked_at = now() AS changed, clock_timestamp() AS at,
                CASE WHEN linked_at = now() THEN
                    audit.append($10, CASE WHEN xmax = 0 THEN 'number.link' ELSE 'number.replace' END, $1, $11, $12, $13)
                END,
                users.check_deadline($14)
            """;

    private static final String UNLINK = """
            WITH removed AS (%s RETURNING right(e164, 2) AS phone_ends)
            SELECT nextval('users.linked_number_version') AS version, clock_timestamp() AS at,
                audit.append($3, 'number.unlink', $1, $4, $5, jsonb_build_object('phoneEnds', phone_ends)),
                users.check_deadline($6)
            FROM removed
            """.formatted(UsersTables.LINKED_NUMBER.delete());

    /** The erasure of a player without a number is in the audit log, too. */
    private static final String ERASE = """
            WITH removed AS (%s RETURNING right(e164, 2) AS phone_ends)
            SELECT CASE WHEN phone_ends IS NOT NULL THEN nextval('users.linked_number_version') END AS version,
                clock_timestamp() AS at,
                audit.append(
                    $3, 'player.erase', $1, $4, $5, jsonb_build_object('module', 'users', 'phoneEnds', phone_ends)),
                users.check_deadline($6)
            FROM (SELECT) AS always LEFT JOIN removed ON true
            """.formatted(UsersTables.LINKED_NUMBER.delete());

    private static final String ONE_PLAYER = "linked_number_of_one_player";

    private final PostgresClient postgres;
    private final AuditKey auditKey;

    PgLinkedNumberStore(PostgresClient postgres, AuditKey auditKey) {
        this.postgres = postgres.measure("find_linked_number", FIND)
                .measure("link_number", LINK)
                .measure("unlink_number", UNLINK)
                .measure("erase_linked_number", ERASE);
        this.auditKey = auditKey;
    }

    @Override
    public Future<VersionedLink> find(PlayerId player) {
        return postgres.query(FIND, Tuple.of(player.issuer(), player.userId()))
                .map(rows -> rows.size() == 0 ? VersionedLink.NONE : map(first(rows)));
    }

    @Override
    public Future<VersionedLink> link(LinkNumber link, String e164, CallContext call) {
        var arguments = Tuple.of(link.player().issuer(), link.player().userId(), link.phone(), e164)
                .addString(link.namespacedThirdPartyUserId())
                .addString(link.walletAddress())
                .addString(link.indiggWalletAddress())
                .addString(link.kgenId())
                .addBoolean(link.replace());
        auditKey.addTo(arguments, link.player(), call).addValue(phoneDetails(link.player(), e164));
        return postgres.write(LINK, arguments, call.deadline())
                .map(PgLinkedNumberStore::mapLinked)
                .recover(failure -> Future.failedFuture(toServiceException(failure)));
    }

    @Override
    public Future<VersionedLink> unlink(PlayerId player, CallContext call) {
        return remove(UNLINK, player, call);
    }

    @Override
    public Future<VersionedLink> erase(PlayerId player, CallContext call) {
        return remove(ERASE, player, call);
    }

    private Future<VersionedLink> remove(String sql, PlayerId player, CallContext call) {
        var arguments = auditKey.addTo(Tuple.of(player.issuer(), player.userId()), player, call);
        return postgres.write(sql, arguments, call.deadline())
                .map(rows -> Rows.first(rows)
                        .filter(row -> row.getLong("version") != null)
                        .map(PgLinkedNumberStore::mapRemoved)
                        .orElse(VersionedLink.NONE));
    }

    /** Of a number that is linked: a keyed hash and the last two digits, and never the number. */
    private JsonObject phoneDetails(PlayerId player, String e164) {
        return new JsonObject()
                .put("phoneHash", auditKey.phoneHash(player.issuer(), e164))
                .put("phoneEnds", e164.substring(e164.length() - 2));
    }

    private static VersionedLink mapLinked(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new ServiceException(FailureCode.CONFLICT, "the player has another number");
        }
        var row = first(rows);
        return new VersionedLink(row.getLong(0), number(row), row.getBoolean("changed") ? change(row) : null);
    }

    private static LinkChange change(Row row) {
        return new LinkChange(
                row.getBoolean("inserted") ? LinkedNumberChanged.Change.LINKED : LinkedNumberChanged.Change.REPLACED,
                at(row));
    }

    private static Instant at(Row row) {
        return row.getOffsetDateTime("at").toInstant();
    }

    private static VersionedLink mapRemoved(Row row) {
        return VersionedLink.removed(row.getLong("version"), at(row));
    }

    private static Throwable toServiceException(Throwable failure) {
        return failure instanceof StatementRejectedException rejected && rejected.violatesUnique(ONE_PLAYER)
                ? new ServiceException(FailureCode.CONFLICT, "another player has this number")
                : failure;
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }

    private static VersionedLink map(Row row) {
        return new VersionedLink(row.getLong(0), number(row));
    }

    private static LinkedNumber number(Row row) {
        return new LinkedNumber(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }
}
