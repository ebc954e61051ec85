package io.tollgate.verifier.license;

/**
 * What the policy says of time and of starts.
 *
 * @param warn how long before the end the warnings begin
 * @param grace how long after the end gates stay open
 * @param onExpired what a start does with an expired license
 * @param onMissing what a start does without a token
 * @param onInvalid what a start does with any other license that does not count
 */
public record LifecycleRules(
    Window warn, Window grace, OnProblem onExpired, OnProblem onMissing, OnProblem onInvalid) {}
