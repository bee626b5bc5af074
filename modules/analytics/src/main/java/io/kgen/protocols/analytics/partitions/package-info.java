/** The partitions of the event table: creating days ahead, dropping expired ones, and the state that is monitored. */
package io.kgen.protocols.analytics.partitions;
