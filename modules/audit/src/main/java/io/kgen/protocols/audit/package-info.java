/** The audit log: who changed what, on whose behalf, and when. It has no personal data. */
package io.kgen.protocols.audit;
