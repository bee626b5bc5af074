package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Reads the body of one request, as far as its budget goes, then passes the request on. */
final class BodyReader {

    /** A body is complete with its first piece only if its length was declared. */
    static final int UNDECLARED = -1;

    private final RoutingContext context;
    private final JsonBodyHandler.Rules rules;
    private final Object owner;
    private final int declared;

    private BodyBudget.Reservation reservation;
    private Buffer only;
    private BodyBytes pieces;
    private boolean failed;
    private boolean ended;
    private boolean releasedByService;

    BodyReader(RoutingContext context, JsonBodyHandler.Rules rules, Object owner, int declared) {
        this.context = context;
        this.rules = rules;
        this.owner = owner;
        this.declared = declared;
    }

    void read(HttpServerRequest request) {
        request.exceptionHandler(broken -> fail(HttpException.badRequest("the request body is incomplete")))
                .handler(this::piece)
                .endHandler(this::end);
    }

    private void piece(Buffer piece) {
        if (failed) {
            return;
        }
        try {
            if (pieces == null && piece.length() == declared) {
                only(piece);
            } else {
                append(piece);
            }
        } catch (HttpException e) {
            fail(e);
        }
    }

    /** Most events arrive in one piece with their head: they are parsed at once and never wait for a slow client. */
    private void only(Buffer piece) {
        if (rules.countsEveryBody()) {
            openReservation();
        }
        only = piece;
    }

    private void append(Buffer piece) {
        if (pieces == null) {
            openReservation();
            pieces = new BodyBytes(reservation, declared == UNDECLARED ? rules.maxBytes() : declared, 0);
        }
        if (piece.length() > rules.maxBytes() - pieces.length()) {
            throw HttpException.tooLarge();
        }
        pieces.append(piece);
    }

    private void openReservation() {
        var eventLoop = context.vertx().getOrCreateContext();
        reservation =
                rules.budget().reservation(owner, () -> eventLoop.runOnContext(revoked -> fail(BodyBytes.noRoom())));
        context.addEndHandler(answered -> {
            if (!releasedByService) {
                reservation.release();
            }
        });
    }

    private void end(Void end) {
        if (!failed) {
            ended = true;
            if (reservation != null) {
                reservation.readToTheEnd();
            }
            context.next();
        }
    }

    /** Of a body that was read to its end, its handler says what becomes of the request. */
    private void fail(HttpException failure) {
        if (!failed && !ended) {
            failed = true;
            only = null;
            pieces = null;
            if (reservation != null) {
                reservation.release();
            }
            context.fail(failure);
        }
    }

    /** The body without its encoding, empty if there was none; once. */
    byte[] take(ContentEncoding encoding) {
        var sent = takeSent();
        var bytes = encoding == ContentEncoding.GZIP && sent.length > 0 ? inflated(sent) : sent;
        if (reservation != null) {
            BodyBytes.reserve(reservation, (long) rules.weight() * bytes.length);
        }
        return bytes;
    }

    private byte[] takeSent() {
        var first = only;
        var several = pieces;
        only = null;
        pieces = null;
        if (first != null) {
            return first.getBytes();
        }
        return several == null ? new byte[0] : several.toArray();
    }

    private byte[] inflated(byte[] sent) {
        if (reservation == null) {
            openReservation();
            reservation.readToTheEnd();
        }
        var inflated = new BodyBytes(reservation, rules.maxBytes(), sent.length);
        Gunzip.inflate(sent, inflated, rules.maxBytes());
        return inflated.toArray();
    }

    /** A service has what was in the body until it answers, even if the client is gone before. */
    void holdUntil(Future<?> served) {
        if (reservation != null) {
            releasedByService = true;
            served.onComplete(done -> reservation.release());
        }
    }
}
