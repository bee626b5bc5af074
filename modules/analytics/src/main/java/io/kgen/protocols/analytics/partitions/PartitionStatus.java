package io.kgen.protocols.analytics.partitions;

/**
 * How the partitions of the events are.
 *
 * @param daysAhead how many of the coming days in a row have a partition
 * @param stranded whether there are events in none of a day's
 */
record PartitionStatus(int daysAhead, boolean stranded) {

    private static final int FEWEST_DAYS_AHEAD = 3;

    /** Whether somebody has to look at it, because the upkeep should have seen to it long ago. */
    boolean isAlarming() {
        return daysAhead < FEWEST_DAYS_AHEAD || stranded;
    }
}
