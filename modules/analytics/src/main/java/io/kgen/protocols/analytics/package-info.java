/** The analytics module: what players did and how they fared. Its public types are the verticle and its configuration. */
package io.kgen.protocols.analytics;
