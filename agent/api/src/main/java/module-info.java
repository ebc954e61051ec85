/** What host code may compile against. A module of its own, so that {@code jlink} takes it. */
module io.tollgate.api {
  requires static org.jspecify;

  exports io.tollgate.api;
}
