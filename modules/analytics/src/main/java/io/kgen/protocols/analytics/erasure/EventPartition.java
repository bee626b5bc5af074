package io.kgen.protocols.analytics.erasure;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A partition of the events as it was when somebody began to read it from end to end.
 *
 * @param oid its number, which stays when it is renamed
 */
record EventPartition(long oid, long pages) {

    /** So many of its pages, the last time fewer. */
    record PageRange(long oid, long firstPage, long pages) {}

    Stream<PageRange> stretches(long length) {
        return LongStream.iterate(0, page -> page < pages, page -> page + length)
                .mapToObj(page -> new PageRange(oid, page, Math.min(length, pages - page)));
    }
}
