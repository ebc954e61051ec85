package io.tollgate.core.state;

import io.tollgate.core.lifecycle.Offline;
import io.tollgate.core.lifecycle.Timekeeper;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.text.Json;
import io.tollgate.verifier.text.JsonException;
import io.tollgate.verifier.text.JsonNumber;
import io.tollgate.verifier.text.JsonObject;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The numbers that outlive a JVM: how late it has been, when the vendor was reached, when keys were
 * asked for.
 *
 * @param mark what the clock is held against
 * @param keysReached when the published keys were fetched last, in ms since the epoch; empty if
 *     never
 * @param denylistReached when the denylist was read last; empty if never
 * @param keysAsked when the published keys were asked for last, reached or not; empty if never
 */
public record Memory(
    Timekeeper.Mark mark,
    OptionalLong keysReached,
    OptionalLong denylistReached,
    OptionalLong keysAsked) {
  private static final String FILE = "memory.json";

  /** Before the first start. */
  public static final Memory NONE =
      new Memory(
          Timekeeper.Mark.NONE, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /**
   * What is known now.
   *
   * @param keysAsked when the published keys were asked for last, in ms since the epoch; {@link
   *     Long#MIN_VALUE} if never
   */
  public static Memory of(Timekeeper clock, Offline offline, long keysAsked) {
    return new Memory(
        clock.mark(),
        known(offline.contacts().keys(), Lifecycle.NEVER),
        known(offline.contacts().denylist(), Lifecycle.NEVER),
        known(keysAsked, Long.MIN_VALUE));
  }

  private static OptionalLong known(long at, long unknown) {
    return at == unknown ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** What the folder remembers; {@link #NONE} if it remembers nothing that can be read. */
  public static Memory read(StateFolder folder) {
    Optional<byte[]> content = folder.read(FILE);
    if (content.isEmpty()) {
      return NONE;
    }
    try {
      JsonObject json = Json.object(content.get());
      OptionalLong mark = time(json, "mark");
      return mark.isEmpty()
          ? NONE
          : new Memory(
              new Timekeeper.Mark(
                  mark.getAsLong(),
                  time(json, "kept").orElse(0),
                  time(json, "issued").orElse(Long.MIN_VALUE)),
              time(json, "keysReached"),
              time(json, "denylistReached"),
              time(json, "keysAsked"));
    } catch (JsonException e) {
      // Its hash fits, so another version wrote it: to know nothing is what a first start does.
      return NONE;
    }
  }

  private static OptionalLong time(JsonObject json, String name) throws JsonException {
    Optional<JsonNumber> number = json.number(name);
    return number.isPresent() ? number.get().whole(JsonNumber.MOST_SAFE) : OptionalLong.empty();
  }

  /** Writes this into the folder. */
  public void write(StateFolder folder) {
    JsonText json = new JsonText().put("mark", mark.at()).put("kept", mark.kept());
    put(json, "issued", OptionalLong.of(mark.issued()));
    put(json, "keysReached", keysReached);
    put(json, "denylistReached", denylistReached);
    put(json, "keysAsked", keysAsked);
    folder.write(FILE, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(JsonText json, String name, OptionalLong time) {
    // Times before 1970 are what a clock says that was never set, and no time of anything here.
    if (time.isPresent() && time.getAsLong() >= 0 && time.getAsLong() != Lifecycle.NEVER) {
      json.put(name, time.getAsLong());
    }
  }

  /**
   * When the vendor was reached last; a product that never was begins to count now.
   *
   * @param keysNeeded whether keys are fetched
   * @param denylistNeeded whether there is to be a denylist
   */
  public Offline.Contacts contacts(boolean keysNeeded, boolean denylistNeeded, long now) {
    return new Offline.Contacts(
        keysNeeded ? keysReached.orElse(now) : Lifecycle.NEVER,
        denylistNeeded ? denylistReached.orElse(now) : Lifecycle.NEVER);
  }
}
