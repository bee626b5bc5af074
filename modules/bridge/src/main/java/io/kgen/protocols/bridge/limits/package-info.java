/** The limits for clients and the memory budgets of a node. */
package io.kgen.protocols.bridge.limits;
