package io.tollgate.core.weave;

/**
 * A gate in a class.
 *
 * @param method name and descriptor of the method that it stands in front of
 * @param feature that it asks for; empty for none
 */
record Gate(String method, String feature) {}
