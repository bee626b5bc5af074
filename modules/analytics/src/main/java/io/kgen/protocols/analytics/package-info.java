/** The analytics module: what players did and their results. Other modules use its verticles and its configuration only. */
package io.kgen.protocols.analytics;
