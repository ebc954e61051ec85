/**
 * Where things stand, as a bean for JMX. The one package that touches management, and not before
 * the host has made its own choices.
 */
@NullMarked
package io.tollgate.core.jmx;

import org.jspecify.annotations.NullMarked;
