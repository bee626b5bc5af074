package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import java.time.Instant;

/** A request for a page, field by field. */
record Query(
        String issuer,
        String user,
        Integer limit,
        String cursor,
        Instant from,
        Instant to,
        String type,
        String mode,
        String result) {

    ListParticipations build() {
        return new ListParticipations(new PlayerId(issuer, user), limit, cursor, from, to, type, mode, result);
    }

    Query issuer(String other) {
        return new Query(other, user, limit, cursor, from, to, type, mode, result);
    }

    Query user(String other) {
        return new Query(issuer, other, limit, cursor, from, to, type, mode, result);
    }

    Query limit(int other) {
        return new Query(issuer, user, other, cursor, from, to, type, mode, result);
    }

    Query cursor(String other) {
        return new Query(issuer, user, limit, other, from, to, type, mode, result);
    }

    Query from(Instant other) {
        return new Query(issuer, user, limit, cursor, other, to, type, mode, result);
    }

    Query to(Instant other) {
        return new Query(issuer, user, limit, cursor, from, other, type, mode, result);
    }

    Query type(String other) {
        return new Query(issuer, user, limit, cursor, from, to, other, mode, result);
    }

    Query mode(String other) {
        return new Query(issuer, user, limit, cursor, from, to, type, other, result);
    }

    Query result(String other) {
        return new Query(issuer, user, limit, cursor, from, to, type, mode, other);
    }
}
