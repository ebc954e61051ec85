/** The built agent jar in other people's runtimes. */
@NullMarked
package io.tollgate.worlds;

import org.jspecify.annotations.NullMarked;
