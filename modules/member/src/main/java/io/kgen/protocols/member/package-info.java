/** How an internal service joins the cluster of the platform: {@link io.kgen.protocols.member.Membership}. */
package io.kgen.protocols.member;
