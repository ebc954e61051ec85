/** Gates that are built into a product. */
@NullMarked
package io.tollgate.plugin;

import org.jspecify.annotations.NullMarked;
