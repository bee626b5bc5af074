/** Configuration in, verticles deployed, signals out. */
package io.kgen.protocols.app;
