/** A product whose gates are built in: this module's build weaves it. */
@NullMarked
package io.tollgate.worlds.builtin;

import org.jspecify.annotations.NullMarked;
