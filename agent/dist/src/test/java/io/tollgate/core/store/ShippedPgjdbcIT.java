package io.tollgate.core.store;

import org.junit.jupiter.api.parallel.ResourceLock;

/** What is left of pgjdbc in the agent jar does all that a store is asked for. */
@ResourceLock(TestStores.LOCK)
class ShippedPgjdbcIT extends PostgresStoreTest {}
