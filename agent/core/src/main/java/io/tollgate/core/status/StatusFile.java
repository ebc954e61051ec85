package io.tollgate.core.status;

import io.tollgate.core.lifecycle.Rereader;
import io.tollgate.core.state.StateFolder;
import io.tollgate.verifier.license.UtcText;
import io.tollgate.verifier.text.JsonText;
import java.nio.charset.StandardCharsets;

/** Writes down where things stand, for the command {@code status} on a machine without endpoint. */
public final class StatusFile implements Rereader.AfterRead {
  /** Its name in the state folder. */
  public static final String NAME = "status.json";

  /** How often what only counts or passes by is written anew, in ms. */
  public static final long INTERVAL = 60_000;

  private final Facts facts;
  private final StateFolder folder;
  private String written = "";
  private long writtenAt = Long.MIN_VALUE;

  public StatusFile(Facts facts, StateFolder folder) {
    this.facts = facts;
    this.folder = folder;
  }

  @Override
  public void afterRead(long now) {
    if (!folder.isThere()) {
      return;
    }
    String status = StatusJson.of(facts.status()).toString();
    boolean old = writtenAt == Long.MIN_VALUE || now < writtenAt || now - writtenAt >= INTERVAL;
    if (old || !status.equals(written)) {
      written = status;
      writtenAt = now;
      JsonText json = StatusJson.withGates(facts).put("writtenAt", UtcText.iso(now));
      folder.writePlain(NAME, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
