/** The built application under the built agent, in real JVMs. */
@NullMarked
package io.tollgate.testapp;

import org.jspecify.annotations.NullMarked;
