/** A pipelined client of one Redis master, found by configuration or by Sentinel. For the cache of this module only. */
package io.kgen.protocols.users.redis;
