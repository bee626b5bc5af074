package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private static final long CALLER = 42;
    private static final int ONE_SET = 16;
    private static final Rate TEN_A_SECOND = new Rate(10, Duration.ofSeconds(1));

    private long now = 1_000;

    private TokenBuckets buckets(int capacity) {
        return new TokenBuckets(TEN_A_SECOND, capacity, () -> now);
    }

    @Test
    void admitsTheRateAtOnceAndThenOneRequestInEachInterval() {
        var buckets = buckets(ONE_SET);
        assertThat(admitted(buckets, CALLER, 30)).isEqualTo(10);
        passMillis(99);
        assertThat(admitted(buckets, CALLER, 30)).isZero();
        passMillis(1);
        assertThat(admitted(buckets, CALLER, 30)).isEqualTo(1);
        passMillis(350);
        assertThat(admitted(buckets, CALLER, 30)).isEqualTo(3);
    }

    @Test
    void neverSavesMoreThanTheRate() {
        var buckets = buckets(ONE_SET);
        passMillis(3_600_000);
        assertThat(admitted(buckets, CALLER, 30)).isEqualTo(10);
    }

    @Test
    void returnsTheTimeAfterWhichTheNextRequestIsAdmitted() {
        var buckets = buckets(ONE_SET);
        admitted(buckets, CALLER, 10);
        var wait = buckets.take(CALLER, 1);
        assertThat(wait).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        now += wait - 1;
        assertThat(buckets.take(CALLER, 1)).isEqualTo(1);
        now++;
        assertThat(buckets.take(CALLER, 1)).isZero();
    }

    @Test
    void aRefusedRequestCostsNothing() {
        var buckets = buckets(ONE_SET);
        admitted(buckets, CALLER, 1_000);
        passMillis(100);
        assertThat(admitted(buckets, CALLER, 2)).isEqualTo(1);
    }

    @Test
    void aBatchLargerThanTheBucketIsAdmittedOnceAndMadeUpFor() {
        var buckets = buckets(ONE_SET);
        assertThat(buckets.take(CALLER, 25)).isZero();
        assertThat(buckets.take(CALLER, 1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_600));
        passMillis(1_600);
        assertThat(admitted(buckets, CALLER, 2)).isEqualTo(1);
    }

    @Test
    void chargingLaterCostsTheSameAsTakingAtOnce() {
        var buckets = buckets(ONE_SET);
        assertThat(buckets.take(CALLER, 1)).isZero();
        buckets.charge(CALLER, 24);
        assertThat(buckets.take(CALLER, 1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_600));
    }

    @Test
    void callersDoNotShareTokens() {
        var buckets = buckets(1024);
        for (var caller = 1L; caller <= 64; caller++) {
            assertThat(admitted(buckets, caller, 20)).isEqualTo(10);
        }
    }

    /** The same number of buckets, whatever the number of callers: only a full bucket is given to another caller. */
    @Test
    void idleCallersMakeRoomForOthersWithoutARefusal() {
        var buckets = buckets(ONE_SET);
        for (var caller = 1L; caller <= 100_000; caller++) {
            assertThat(buckets.take(caller, 1)).isZero();
            passMillis(100);
        }
    }

    @Test
    void requestsOfManyOtherCallersDoNotResetALimit() {
        var buckets = buckets(ONE_SET);
        assertThat(admitted(buckets, CALLER, 20)).isEqualTo(10);
        for (var other = 1_000L; other < 101_000; other++) {
            admitted(buckets, other, 20);
        }
        assertThat(buckets.take(CALLER, 1)).isPositive();
        passMillis(100);
        assertThat(admitted(buckets, CALLER, 20)).isLessThanOrEqualTo(1);
    }

    @Test
    void concurrentRequestsTakeEachTokenOnce() {
        var buckets = buckets(ONE_SET);
        buckets.take(CALLER, 1);
        var admitted = new AtomicInteger();
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            if (buckets.take(CALLER, 1) == 0) {
                admitted.incrementAndGet();
            }
        });
        assertThat(admitted).hasValue(9);
    }

    @Test
    void ratesFromOneAnHourToAMillionASecondAreExact() {
        for (var rate : new Rate[] {new Rate(1, Duration.ofHours(1)), new Rate(1_000_000, Duration.ofSeconds(1))}) {
            var buckets = new TokenBuckets(rate, ONE_SET, () -> now);
            assertThat(buckets.take(CALLER, rate.requests())).isZero();
            assertThat(buckets.take(CALLER, 1)).isEqualTo(rate.period().toNanos() / rate.requests());
        }
    }

    private void passMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static int admitted(TokenBuckets buckets, long caller, int requests) {
        return (int) IntStream.range(0, requests)
                .filter(i -> buckets.take(caller, 1) == 0)
                .count();
    }
}
