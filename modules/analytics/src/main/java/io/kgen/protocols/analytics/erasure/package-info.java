/** Erasing what is stored about a player. */
package io.kgen.protocols.analytics.erasure;
