package io.tollgate.core.store;

import org.junit.jupiter.api.parallel.ResourceLock;

/** What is left of H2 in the agent jar does all that a store is asked for. */
@ResourceLock(TestStores.LOCK)
class ShippedH2IT extends EmbeddedStoreTest {}
