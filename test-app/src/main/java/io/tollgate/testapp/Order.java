package io.tollgate.testapp;

import java.time.Instant;

/** An order as it was placed. */
record Order(long id, String customer, String product, int quantity, Instant placedAt) {}
