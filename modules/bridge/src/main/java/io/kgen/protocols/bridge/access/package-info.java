/** The principals, their credentials and the addresses that they may use. */
package io.kgen.protocols.bridge.access;
