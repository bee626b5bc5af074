package io.kgen.protocols.analytics.partitions;

/**
 * The state of the partitions of the event table.
 *
 * @param daysAhead how many of the coming days in a row have a partition
 * @param stranded whether there are events outside the partition of their day
 */
record PartitionStatus(int daysAhead, boolean stranded) {

    private static final int MIN_DAYS_AHEAD = 3;

    /** Whether the platform team has to act: maintenance should have corrected it long ago. */
    boolean isAlarming() {
        return daysAhead < MIN_DAYS_AHEAD || stranded;
    }
}
