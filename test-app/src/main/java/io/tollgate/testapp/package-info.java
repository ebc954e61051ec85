/** A small order desk, as a host application of Tollgate would be: it knows the API only. */
@NullMarked
package io.tollgate.testapp;

import org.jspecify.annotations.NullMarked;
