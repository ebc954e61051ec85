package io.tollgate.core.store;

/**
 * What became of a call of a key that has free ones.
 *
 * @param calls how many calls of the key count now, this one too if it was added
 * @param used how many keys the cap has now; 0 if nobody asked, because the call was free
 */
public record Counted(Admission.Outcome outcome, long calls, long used) {}
