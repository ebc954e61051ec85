/** What commonly keeps a license from being found, read or believed, and what to do about it. */
@NullMarked
package io.tollgate.core.command.doctor;

import org.jspecify.annotations.NullMarked;
