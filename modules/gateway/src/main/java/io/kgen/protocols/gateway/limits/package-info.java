/** The limits of requests on the public listener. */
package io.kgen.protocols.gateway.limits;
