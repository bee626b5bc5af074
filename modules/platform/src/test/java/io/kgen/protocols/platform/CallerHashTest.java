package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerHashTest {

    private final CallerHash hash = new CallerHash();

    @Test
    void namesWithOneHashCodeHaveDifferentHashes() {
        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        assertThat(hash.of("AaAa")).isNotEqualTo(hash.of("BBBB"));
    }

    @Test
    void e24_theSplitBetweenIssuerAndUserMatters() {
        assertThat(List.of(
                        hash.of("ab", "c"), hash.of("a", "bc"), hash.of("abc", ""), hash.of("", "abc"), hash.of("abc")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameNameAlwaysHasTheSameHash() {
        assertThat(hash.of("issuer", "user")).isEqualTo(hash.of("issuer", "user"));
    }

    @Test
    void twoNodesHashDifferently() {
        assertThat(hash.of("issuer", "user")).isNotEqualTo(new CallerHash().of("issuer", "user"));
    }

    @Test
    void aHundredThousandPlayersHaveDifferentHashesBelow2To61() {
        var hashes = new HashSet<Long>();
        for (var i = 0; i < 100_000; i++) {
            hashes.add(hash.of("issuer", "user-" + i));
        }
        assertThat(hashes).hasSize(100_000).allMatch(value -> value > 0 && value < 1L << 61);
    }

    /** Compared with arbitrary precision, because an error in the reduction would only weaken the hash. */
    @Test
    void isThePolynomialModuloThePrime() {
        var prime = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
        var known = new CallerHash(prime.longValue() - 12_345);
        var base = prime.subtract(BigInteger.valueOf(12_345));
        var expected = BigInteger.valueOf(((long) 'a' << 32) | ('b' << 16) | 'c')
                .multiply(base)
                .add(BigInteger.valueOf('d'))
                .multiply(base)
                .add(BigInteger.valueOf((1L << 60) + 4))
                .mod(prime);
        assertThat(known.of("abcd")).isEqualTo(expected.longValue());
    }
}
