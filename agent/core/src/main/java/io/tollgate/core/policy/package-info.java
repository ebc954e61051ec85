/** Where the policy lies: sealed into the jar, or in a folder. */
@NullMarked
package io.tollgate.core.policy;

import org.jspecify.annotations.NullMarked;
