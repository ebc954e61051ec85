/** The network: one document at a time, from a server that the JDK or the operator trusts. */
@NullMarked
package io.tollgate.core.net;

import org.jspecify.annotations.NullMarked;
