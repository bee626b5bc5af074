/** The foundation of every verticle: typed configuration, secrets, TLS settings, rate-limited logging and the Redis client. */
package io.kgen.protocols.platform;
