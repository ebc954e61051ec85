/** The agent's pages in a real browser. */
@NullMarked
package io.tollgate.pages;

import org.jspecify.annotations.NullMarked;
