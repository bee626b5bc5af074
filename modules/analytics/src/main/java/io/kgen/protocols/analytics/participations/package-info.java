/** Recording, listing and summarizing participations. */
package io.kgen.protocols.analytics.participations;
