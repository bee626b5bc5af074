/** Requests and responses: the filter in front of the router, errors, JSON, query parameters. */
package io.kgen.protocols.gateway.http;
