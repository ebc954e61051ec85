/**
 * Renews the license for those who administer the product. Not loaded unless there is an HTTP
 * endpoint.
 */
@NullMarked
package io.tollgate.core.renewal;

import org.jspecify.annotations.NullMarked;
