/** The vendor's tool: keys, licenses, sealed jars. */
@NullMarked
package io.tollgate.cli;

import org.jspecify.annotations.NullMarked;
