package io.kgen.protocols.benchmarks;

import java.util.OptionalDouble;

/** A goal and the measured value. */
record Goal(String number, String what, Sense sense, double limit, OptionalDouble measured) {

    enum Sense {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    static Goal atLeast(String number, String what, double limit, OptionalDouble measured) {
        return new Goal(number, what, Sense.AT_LEAST, limit, measured);
    }

    static Goal atMost(String number, String what, double limit, OptionalDouble measured) {
        return new Goal(number, what, Sense.AT_MOST, limit, measured);
    }

    boolean isMet() {
        var value = measured.orElse(Double.NaN);
        return sense == Sense.AT_LEAST ? value >= limit : value <= limit;
    }

    String sign() {
        return sense.sign;
    }

    String verdict() {
        return measured.isEmpty() ? "not measured" : isMet() ? "met" : "**missed**";
    }
}
