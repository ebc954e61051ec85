/** Exports nothing, and does not read the API. */
module acme.paid {}
