/** Recording events: group commit, idempotency keys, and what is published of stored events. */
package io.kgen.protocols.analytics.events;
