/** Exports nothing. */
module acme.app {
  requires io.tollgate.api;
}
