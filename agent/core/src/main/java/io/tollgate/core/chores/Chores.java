package io.tollgate.core.chores;

import io.tollgate.core.lifecycle.Rereader;
import java.util.List;

/** Several things to do, one after the other. */
public final class Chores implements Rereader.AfterRead {
  private final List<Rereader.AfterRead> chores;

  public Chores(List<Rereader.AfterRead> chores) {
    this.chores = List.copyOf(chores);
  }

  @Override
  public void afterRead(long now) {
    for (Rereader.AfterRead chore : chores) {
      chore.afterRead(now);
    }
  }
}
