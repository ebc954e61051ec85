package acme;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The product's own mark of what needs a license. */
@Retention(RetentionPolicy.RUNTIME)
@interface Paid {}
