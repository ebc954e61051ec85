package io.tollgate.core.net;

import io.tollgate.core.system.DaemonThreads;
import java.util.concurrent.ThreadFactory;

/** The threads of one fetch. */
final class FetchThreads implements ThreadFactory {
  /** How all of them are called. */
  static final String NAME = "tollgate-fetch";

  @Override
  public Thread newThread(Runnable work) {
    return DaemonThreads.unstarted(NAME, work);
  }
}
