/** What the vendor decided and sealed. */
@NullMarked
package io.tollgate.verifier.policy;

import org.jspecify.annotations.NullMarked;
