package io.tollgate.core.store;

/** What is left of H2 in the agent jar does all that a store is asked for. */
class ShippedH2IT extends EmbeddedStoreTest {}
