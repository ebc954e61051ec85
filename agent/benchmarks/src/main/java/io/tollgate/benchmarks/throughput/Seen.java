package io.tollgate.benchmarks.throughput;

/**
 * What was read from a license after its signature was found good.
 *
 * @param subject {@code sub}
 * @param expires {@code exp}, seconds since 1970
 */
record Seen(String subject, long expires) {}
