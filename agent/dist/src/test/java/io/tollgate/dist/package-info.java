/** The built agent jar as a black box, in real JVMs. */
@NullMarked
package io.tollgate.dist;

import org.jspecify.annotations.NullMarked;
