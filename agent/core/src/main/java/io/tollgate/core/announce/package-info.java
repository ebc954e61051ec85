/** Banners, errors and log lines. */
@NullMarked
package io.tollgate.core.announce;

import org.jspecify.annotations.NullMarked;
