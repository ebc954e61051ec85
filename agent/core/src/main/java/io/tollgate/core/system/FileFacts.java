package io.tollgate.core.system;

/**
 * What is known of a file besides its content.
 *
 * @param realPath where it lies once every link is followed
 * @param readableByAll whether every user of this machine may read it; false where the system knows
 *     no such permissions
 */
public record FileFacts(String realPath, boolean readableByAll) {}
