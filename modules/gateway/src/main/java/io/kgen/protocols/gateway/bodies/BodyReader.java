package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Reads the body of one request within its budget, then passes the request on. */
final class BodyReader {

    /** The length of a body without {@code Content-Length}, which is never complete with its single piece. */
    static final int UNDECLARED = -1;

    private final RoutingContext context;
    private final JsonBodyHandler.Rules rules;
    private final Object owner;
    private final int declared;

    private BodyBudget.Reservation reservation;
    private Buffer whole;
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
                .handler(this::handlePiece)
                .endHandler(this::handleEnd);
    }

    private void handlePiece(Buffer piece) {
        if (failed) {
            return;
        }
        try {
            if (pieces == null && piece.length() == declared) {
                keepWhole(piece);
            } else {
                append(piece);
            }
        } catch (HttpException e) {
            fail(e);
        }
    }

    /** Most events arrive in one piece with their head, so they are parsed at once and need no reservation. */
    private void keepWhole(Buffer piece) {
        if (rules.countsSinglePieceBodies()) {
            openReservation();
        }
        whole = piece;
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
        reservation = rules.budget()
                .reservation(owner, () -> eventLoop.runOnContext(revoked -> fail(BodyBytes.budgetExceeded())));
        context.addEndHandler(responded -> {
            if (!releasedByService) {
                reservation.release();
            }
        });
    }

    private void handleEnd(Void end) {
        if (!failed) {
            ended = true;
            if (reservation != null) {
                reservation.bodyCompleted();
            }
            context.next();
        }
    }

    /** Ignored after the end of the body: then the handler of the request responds. */
    private void fail(HttpException failure) {
        if (!failed && !ended) {
            failed = true;
            whole = null;
            pieces = null;
            if (reservation != null) {
                reservation.release();
            }
            context.fail(failure);
        }
    }

    /** The body without its encoding, empty if there is no body; can be called once. */
    byte[] take(ContentEncoding encoding) {
        var sent = takeRaw();
        var bytes = encoding == ContentEncoding.GZIP && sent.length > 0 ? inflate(sent) : sent;
        if (reservation != null) {
            BodyBytes.reserve(reservation, (long) rules.weight() * bytes.length);
        }
        return bytes;
    }

    private byte[] takeRaw() {
        var single = whole;
        var several = pieces;
        whole = null;
        pieces = null;
        if (single != null) {
            return single.getBytes();
        }
        return several == null ? new byte[0] : several.toArray();
    }

    private byte[] inflate(byte[] sent) {
        if (reservation == null) {
            openReservation();
            reservation.bodyCompleted();
        }
        var inflated = new BodyBytes(reservation, rules.maxBytes(), sent.length);
        Gunzip.inflate(sent, inflated, rules.maxBytes());
        return inflated.toArray();
    }

    /** Keeps the reservation until the service replies, even if the client disconnects before. */
    void keepReservedUntil(Future<?> served) {
        if (reservation != null) {
            releasedByService = true;
            served.onComplete(done -> reservation.release());
        }
    }
}
