/** What the thread that reads does besides: remembering, and telling what has to be looked for. */
@NullMarked
package io.tollgate.core.chores;

import org.jspecify.annotations.NullMarked;
