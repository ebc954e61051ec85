/** What is fetched from the vendor while the product runs: published keys and denylists. */
@NullMarked
package io.tollgate.core.remote;

import org.jspecify.annotations.NullMarked;
