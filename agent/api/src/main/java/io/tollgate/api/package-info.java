/** What host code may compile against: an annotation and an exception, without any dependency. */
@NullMarked
package io.tollgate.api;

import org.jspecify.annotations.NullMarked;
