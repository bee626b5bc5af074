package io.kgen.protocols.analytics.erasure;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A partition of the event table with the size that it had when the erasure began.
 *
 * @param oid identifies the partition also after it is renamed
 */
record EventPartition(long oid, long pages) {

    /** A range of pages of one partition. */
    record PageRange(long oid, long firstPage, long pages) {}

    /** Divides the partition into ranges of the given length; the last one may be shorter. */
    Stream<PageRange> ranges(long length) {
        return LongStream.iterate(0, page -> page < pages, page -> page + length)
                .mapToObj(page -> new PageRange(oid, page, Math.min(length, pages - page)));
    }
}
