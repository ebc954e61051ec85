/** The operator's commands. */
@NullMarked
package io.tollgate.core.command;

import org.jspecify.annotations.NullMarked;
