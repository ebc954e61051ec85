/**
 * What the agent answers over HTTP. Not loaded before the application's {@code main}, nor at all
 * unless the setting {@code http} asks for it.
 */
@NullMarked
package io.tollgate.core.http;

import org.jspecify.annotations.NullMarked;
