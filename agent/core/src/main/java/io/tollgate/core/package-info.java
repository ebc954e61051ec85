/** The agent's start: settings, verify, halt or banner, weave, watch. */
@NullMarked
package io.tollgate.core;

import org.jspecify.annotations.NullMarked;
