/** The HTTP gateway: its verticle, its configuration, and the route table. Other modules use nothing of the packages below. */
package io.kgen.protocols.gateway;
