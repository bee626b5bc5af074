/** What operators see of the requests: metrics and the access log. */
package io.kgen.protocols.gateway.monitoring;
