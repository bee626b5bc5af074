package io.kgen.protocols.gateway.bodies;

import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Collects the bytes of a body in an array that doubles; each size is reserved before it is allocated. */
final class BodyBytes {

    private static final int FIRST_CAPACITY = 4 * 1024;

    private final BodyBudget.Reservation reservation;
    private final int maxCapacity;
    /** The other bytes that this request has reserved. */
    private final long reservedElsewhere;

    private byte[] bytes = {};
    private int length;

    BodyBytes(BodyBudget.Reservation reservation, int maxCapacity, long reservedElsewhere) {
        this.reservation = reservation;
        this.maxCapacity = maxCapacity;
        this.reservedElsewhere = reservedElsewhere;
    }

    int length() {
        return length;
    }

    /** At most {@code maxCapacity} bytes in all. */
    void append(Buffer chunk) {
        makeRoomFor(chunk.length());
        chunk.getBytes(bytes, length);
        length += chunk.length();
    }

    /** At most {@code maxCapacity} bytes in all. */
    void append(byte[] chunk, int count) {
        makeRoomFor(count);
        System.arraycopy(chunk, 0, bytes, length, count);
        length += count;
    }

    private void makeRoomFor(int more) {
        var needed = length + more;
        if (needed > bytes.length) {
            var capacity = Math.min(maxCapacity, Math.max(FIRST_CAPACITY, 2 * needed));
            reserve(reservation, reservedElsewhere + capacity);
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }

    byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    static void reserve(BodyBudget.Reservation reservation, long total) {
        if (!reservation.grow(total)) {
            throw budgetExceeded();
        }
    }

    static HttpException budgetExceeded() {
        return HttpException.closingConnection(ErrorCode.UNAVAILABLE, "too many large bodies at the moment, try again");
    }
}
