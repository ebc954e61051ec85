package io.tollgate.core.store;

/** What is left of pgjdbc in the agent jar does all that a store is asked for. */
class ShippedPgjdbcIT extends PostgresStoreTest {}
