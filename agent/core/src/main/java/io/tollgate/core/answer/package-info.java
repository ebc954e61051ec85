/** HTTP 402 for denied calls that nobody in a servlet application handles. */
@NullMarked
package io.tollgate.core.answer;

import org.jspecify.annotations.NullMarked;
