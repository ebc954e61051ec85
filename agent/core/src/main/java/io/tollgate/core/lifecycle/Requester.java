package io.tollgate.core.lifecycle;

/**
 * Who asked for something to happen, as an audit log names them.
 *
 * @param actor as whom they were let in
 * @param ipAddress where they asked from; of a proxy, if there is one in between
 * @param userAgent what they say that they asked with; anything can stand there
 */
public record Requester(String actor, String ipAddress, String userAgent) {}
