package io.tollgate.verifier.license;

import java.util.Optional;

/**
 * The catalogue of everything Tollgate can find wrong: one code, one machine-readable reason, one
 * advice. Codes are never reused. {@code docs/errors.md} is generated from this enum.
 */
public enum ErrorCode {
  TOKEN_MALFORMED(
      "TG-TOK-0001",
      Reason.MALFORMED,
      "The text is not a license token in any form that this product accepts.",
      "Ask the vendor for the token again and copy the whole text, nothing more."),
  TOKEN_TOO_LARGE(
      "TG-TOK-0002",
      Reason.MALFORMED,
      "The token is larger than 16 KiB.",
      "Check that the mounted file is the license token and nothing else."),
  TOKEN_ENCODING(
      "TG-TOK-0003",
      Reason.MALFORMED,
      "A part of the token is not canonical base64url.",
      "Copy the token again: a character was lost, added or changed."),
  TOKEN_JSON(
      "TG-TOK-0004",
      Reason.MALFORMED,
      "A part of the token is not strict JSON in UTF-8, or has a member of the wrong type.",
      "Ask the vendor for a token written by a conforming tool."),
  TOKEN_HEADER(
      "TG-TOK-0005",
      Reason.MALFORMED,
      "The token's header asks for something that a license may not use.",
      "Ask the vendor for a token signed with ES256, RS256 or EdDSA and no header extensions."),
  TOKEN_SIGNATURE(
      "TG-TOK-0006",
      Reason.BAD_SIGNATURE,
      "The signature does not fit the token and the vendor's key.",
      "The token was changed after it was issued, or is for another product: mount the vendor's"
          + " original."),
  TOKEN_CLAIM(
      "TG-TOK-0007",
      Reason.MALFORMED,
      "A claim is missing or has a value that it may not have.",
      "Ask the vendor for a token with correct claims."),
  TOKEN_ISSUER(
      "TG-TOK-0008",
      Reason.WRONG_ISSUER,
      "The token was issued by somebody else than this product expects.",
      "Mount the token that was issued for this product."),
  TOKEN_AUDIENCE(
      "TG-TOK-0009",
      Reason.WRONG_AUDIENCE,
      "The token was issued for another audience.",
      "Mount the token that was issued for this product."),
  TOKEN_UNREADABLE(
      "TG-TOK-0010",
      Reason.MALFORMED,
      "The token's place cannot be read.",
      "Mount the token as a regular file that the process may read."),
  TOKEN_VERSION(
      "TG-TOK-0011",
      Reason.UNSUPPORTED_VERSION,
      "The token is of a format version that this product does not know.",
      "Update the product, or ask the vendor for a token in the version that this one takes."),
  TOKEN_INSTALLATION(
      "TG-TOK-0012",
      Reason.WRONG_INSTALLATION,
      "The license is not for this installation.",
      "Send the vendor this installation's id, or set installation.id to the one that the license"
          + " was issued for."),
  TOKEN_FORMAT(
      "TG-TOK-0013",
      Reason.MALFORMED,
      "The token has a form that this product does not take.",
      "Ask the vendor for the token in the form that this product takes."),
  TOKEN_TOO_LONG(
      "TG-TOK-0014",
      Reason.MALFORMED,
      "A licence-v1 token is longer than 4096 characters.",
      "Copy the token again, and nothing else."),
  KEY_UNKNOWN(
      "TG-KEY-0001",
      Reason.UNKNOWN_KEY,
      "No key that this product trusts fits the token.",
      "Check that the token is for this product and version, or update the product to one that"
          + " knows the new key."),
  KEY_REFUSED(
      "TG-KEY-0002",
      "A key cannot be used.",
      "Use a public key on P-256 or Ed25519, or RSA of 2048 to 8192 bits, in SPKI PEM or as a"
          + " JWK."),
  KEY_UNTRUSTED(
      "TG-KEY-0003",
      Reason.UNTRUSTED_KEY,
      "The bundle is signed with a key that it brings along itself and that this product does not"
          + " trust.",
      "Use the bundle that the vendor issued for this product; if it is that one, update the"
          + " product to a version that knows its key."),
  KEY_ENDORSEMENT(
      "TG-KEY-0004",
      Reason.UNTRUSTED_KEY,
      "The bundle's endorsement does not make its key a trusted one.",
      "Ask the vendor for a bundle with a valid endorsement."),
  KEY_ENDORSEMENT_ENDED(
      "TG-KEY-0005",
      Reason.UNTRUSTED_KEY,
      "The endorsement of the bundle's key has ended.",
      "Ask the vendor for a bundle with a newer endorsement."),
  KEY_OVERRIDE(
      "TG-KEY-0006",
      "The environment variable that may replace the public key holds none, so the vendor's own key"
          + " stays.",
      "Set it to a raw 32-byte Ed25519 public key in base64url, or remove it."),
  KEYS_UNREACHABLE(
      "TG-KEY-0007",
      "The vendor's published keys cannot be fetched; those that are known stay.",
      "Let this machine reach the address, by way of a proxy or with an extra CA certificate if need be."),
  KEYS_REFUSED(
      "TG-KEY-0008",
      "What was fetched as the vendor's published keys cannot be used; those that are known stay.",
      "Check that nothing between this machine and the vendor changes what is fetched, and tell the vendor."),
  LICENSE_MISSING(
      "TG-LIC-0001",
      Reason.MISSING,
      "There is no license token.",
      "Mount the token that the vendor issued at this place."),
  LICENSE_EXPIRED(
      "TG-LIC-0002",
      Reason.EXPIRED,
      "The license and its grace period have ended.",
      "Renew your license and replace the mounted token."),
  LICENSE_NOT_YET_VALID(
      "TG-LIC-0003",
      Reason.NOT_YET_VALID,
      "The license has not begun.",
      "Wait for its first day, or check this machine's clock."),
  LICENSE_OLDER(
      "TG-LIC-0004",
      "The license at this place was not issued later than the present one and does not replace"
          + " it.",
      "Mount the newest token that the vendor issued."),
  LICENSE_GONE(
      "TG-LIC-0005",
      "The token is gone; the license that was read before stays until its own end.",
      "Mount the token again: the next start needs it."),
  LICENSE_REVOKED(
      "TG-LIC-0006",
      Reason.REVOKED,
      "The vendor has revoked this license.",
      "Ask the vendor for another license."),
  DENYLIST_UNAVAILABLE(
      "TG-LIC-0007",
      "The denylist cannot be read: only what an earlier one revoked, if one was read, stays"
          + " revoked.",
      "Put the vendor's denylist back in its place."),
  DENYLIST_REFUSED(
      "TG-LIC-0008",
      "The denylist cannot be believed: only what an earlier one revoked, if one was read, stays"
          + " revoked.",
      "Get the denylist from the vendor again."),
  DENYLIST_OLDER(
      "TG-LIC-0009",
      "The denylist is older than the one that was read before and does not replace it.",
      "Put the vendor's newest denylist in its place."),
  CLOCK_SET_BACK(
      "TG-LIC-0010",
      Reason.CLOCK,
      "This machine's clock is behind a time that this installation has been through.",
      "Set the clock right. If it was ahead by mistake for more than a week, remove memory.json from the state folder and restart."),
  OFFLINE_TOO_LONG(
      "TG-LIC-0011",
      Reason.STALE_KEYS,
      "The vendor's keys or denylist have been out of reach for too long.",
      "Let this machine reach the vendor again: see the lines about it in the log, or ask the doctor command."),
  DENIED_CALLS(
      "TG-LIC-0012",
      "Calls of licensed functions were denied.",
      "The status command and each exception say why; renew the license, or ask the vendor for one that includes the feature."),
  OBSERVED_CALLS(
      "TG-LIC-0014",
      "Calls of licensed functions would have been denied; the policy has gates observe only.",
      "The status command says which; nothing was denied."),
  LICENSE_NONE_BEFORE(
      "TG-LIC-0015",
      "The store holds no license before the present one.",
      "Renew the license with the token that is to rule."),
  LICENSE_ELSEWHERE(
      "TG-LIC-0016",
      "The license that rules lies in another place than the store too, so a step back changes"
          + " nothing.",
      "Replace the token at its place: the mounted file or the environment variable."),
  FEATURE_NOT_LICENSED(
      "TG-LIC-0013",
      "The license does not include this feature.",
      "Ask the vendor for a license that includes it."),
  CAP_FULL(
      "TG-CAP-0001",
      "No place is left under a cap of the license.",
      "What is counted already goes on; remove what is not needed any more, or ask the vendor for a license with a higher cap."),
  CAP_NOT_LICENSED(
      "TG-CAP-0002",
      "The license allows nothing under this cap.",
      "Ask the vendor for a license that includes it."),
  CAP_NOT_COUNTED(
      "TG-CAP-0003",
      "What is new under a cap cannot be counted now, and is not let in.",
      "Let the product reach its store, or give it one with the setting store or state.dir."),
  CAP_NO_KEY(
      "TG-CAP-0004",
      "What is to be counted has no key that can be read.",
      "Send this line to the product's vendor: the policy's meter and the product do not fit."),
  CAP_FILLS(
      "TG-CAP-0005",
      "A cap of the license fills up.",
      "Ask the vendor for a license with a higher cap before it is full."),
  CAP_REACHED(
      "TG-CAP-0006",
      "A cap of the license is full: what is counted already goes on, what is new is denied.",
      "Remove what is not needed any more, or ask the vendor for a license with a higher cap."),
  CAP_NOT_METERED(
      "TG-CAP-0007",
      "The policy counts nothing under this cap.",
      "Send this line to the product's vendor: the policy and the product do not fit."),
  POLICY_UNKNOWN_KEY(
      "TG-CFG-0001", "The policy has a key that does not exist.", "Correct or remove the line."),
  POLICY_VALUE("TG-CFG-0002", "The policy has a value that cannot be used.", "Correct the value."),
  POLICY_INCOMPLETE(
      "TG-CFG-0003", "The policy lacks a required key.", "Add the line to the policy."),
  POLICY_UNREADABLE(
      "TG-CFG-0004",
      "The policy, or a file that it names, cannot be read.",
      "Check the path and its permissions."),
  POLICY_ABSENT(
      "TG-CFG-0006",
      "There is no policy: this agent jar is not sealed.",
      "Use the vendor's sealed jar, or name a policy: policy=FILE for the agent, --policy FILE for"
          + " a command."),
  POLICY_SEALED(
      "TG-CFG-0007", "A sealed agent jar takes no other policy.", "Remove the policy setting."),
  SETTING_UNKNOWN(
      "TG-CFG-0008", "The agent argument has a setting that does not exist.", "Correct the name."),
  SETTING_VALUE("TG-CFG-0009", "A setting has a value that cannot be used.", "Correct the value."),
  COMMAND_LINE(
      "TG-CFG-0010",
      "The command line cannot be understood or carried out.",
      "Correct the command line: --help after any command shows what it takes, with an example."),
  FILE_UNUSABLE(
      "TG-CFG-0011",
      "A file that a command needs cannot be read or written.",
      "Check the path, its permissions and the room on the disk."),
  STATE_UNUSABLE(
      "TG-SYS-0010",
      "The state folder cannot be used, so nothing is remembered from one start to the next.",
      "Give the process a folder that it may write to as state.dir."),
  STATE_LOST(
      "TG-SYS-0011",
      "A file in the state folder is damaged and was not used.",
      "Nothing is to be done, unless it happens again: then check the disk."),
  MOUNTED_ALONE(
      "TG-SYS-0012",
      "The token is mounted as a single file, so a renewed Secret never reaches it.",
      "Mount the folder that holds it, without subPath; until then, restart after a renewal."),
  PLACE_HANGS(
      "TG-SYS-0014",
      "The token's place has not been read for a while, because a read of it does not end.",
      "Check the mount, and that the token and the denylist are regular files; then restart the application."),
  ENDPOINT_FAILED(
      "TG-SYS-0013",
      "The HTTP endpoint cannot be opened; the application goes on without it.",
      "Choose another address with the setting http."),
  AUDIT_BROKEN(
      "TG-SYS-0020",
      "The audit log is not as it was written.",
      "Find out who changed it; what was copied elsewhere before says what it held."),
  AUDIT_CUT_OFF(
      "TG-SYS-0021",
      "The last line of the audit log was not written to its end.",
      "Nothing is to be done: the next entry takes its place and says so."),
  STATUS_ABSENT(
      "TG-SYS-0022",
      "There is no status to be read.",
      "Name the product's state folder with --state-dir, or its HTTP endpoint with --url."),
  STATUS_OLD(
      "TG-SYS-0023",
      "The status is old: the product does not run, or cannot write it.",
      "Start the product, or look at its log for what is wrong with the state folder."),
  ENDPOINT_REQUEST(
      "TG-SYS-0030",
      "The request is none that the HTTP endpoint understands.",
      "Send a plain HTTP/1.1 request with one Host header and no conflicting lengths."),
  ENDPOINT_PATH(
      "TG-SYS-0031",
      "There is nothing at this path.",
      "Ask for a path that the endpoint's documentation names, spelled exactly so."),
  ENDPOINT_METHOD(
      "TG-SYS-0032",
      "This path does not take this method.",
      "Use one of the methods in the answer's Allow header."),
  ENDPOINT_TOKEN(
      "TG-SYS-0033",
      "The request has no valid bearer token.",
      "Send what is in the file of the setting admin.token.file as Authorization: Bearer."),
  ENDPOINT_SIZE(
      "TG-SYS-0034",
      "The request is larger than the HTTP endpoint takes.",
      "Send a shorter request, and a body only with PUT."),
  ENDPOINT_LOCKED(
      "TG-SYS-0037",
      "There were too many wrong tokens, so none is looked at for a while.",
      "Wait for as long as the answer's Retry-After says; on the machine itself ask 127.0.0.1."),
  ENDPOINT_ORIGIN(
      "TG-SYS-0038",
      "The request comes from a page of another server.",
      "Ask from a page of this endpoint, or by a program that sends no Origin header."),
  ENDPOINT_TYPE(
      "TG-SYS-0039",
      "The body is of a type that is not taken here.",
      "Send the token as text/plain or application/json, and not compressed."),
  ENDPOINT_QUERY(
      "TG-SYS-0045",
      "The request has a query that is not understood here, so nothing was done.",
      "Leave the query out, or write it as documented: ?dry-run=true, ?last=50."),
  ENDPOINT_AUDIT(
      "TG-SYS-0046",
      "There is no audit log to be read.",
      "Set state.dir to a folder that the product may write to; the log is in audit.jsonl there."),
  ENDPOINT_ERROR(
      "TG-SYS-0035",
      "The HTTP endpoint could not make an answer.",
      "Ask again; if it stays so, send the vendor the line on stderr with this correlation id."),
  ENDPOINT_BUSY(
      "TG-SYS-0036", "The agent does not answer at the moment.", "Ask again in a few seconds."),
  CODE_UNVERIFIED(
      "TG-SYS-0040",
      "This JVM does not verify bytecode, so what runs in it can reach the gates' memory.",
      "Start it without -Xverify:none, -noverify and -XX:-BytecodeVerificationRemote."),
  AGENT_PRESENT(
      "TG-SYS-0041",
      "The agent is in this JVM already, and stays as it is.",
      "Nothing is to be done; for other settings restart the application."),
  ATTACH_FAILED(
      "TG-SYS-0042",
      "The agent was not attached; the process goes on as before.",
      "Check the process id, its user and its options, or start it with -javaagent."),
  STORE_NONE(
      "TG-SYS-0050",
      "There is no store to remember this in.",
      "Give the product a state folder with state.dir, or a database with store."),
  STORE_AWAY(
      "TG-SYS-0051",
      "The store cannot be reached.",
      "Check that the database runs and that this machine reaches it; the agent tries again by itself."),
  STORE_IN_USE(
      "TG-SYS-0052",
      "The embedded store is in use by another JVM.",
      "Give each JVM a state folder of its own, or all of them one PostgreSQL database with store."),
  STORE_NEWER(
      "TG-SYS-0053",
      "The store was written by a newer version of the agent.",
      "Update this product to the version that the others run, or give it a store of its own."),
  STORE_FAILED(
      "TG-SYS-0054",
      "The store did not do what it was asked for.",
      "Do what the message says: it is about rights, room, or a file that is damaged."),
  AGENT_TWICE(
      "TG-SYS-0001",
      "The agent is on the command line more than once; the first one rules.",
      "Remove the second -javaagent."),
  WEAVE_FAILED(
      "TG-SYS-0002",
      "A class with a licensed method could not be gated, so every gate is closed.",
      "Send this line to the product's vendor."),
  GATE_NOT_INSTALLED(
      "TG-SYS-0003",
      "The gate could not be installed in this JVM.",
      "Send this line to the product's vendor."),
  PROBE_PASSED(
      "TG-SYS-0004",
      "A closed gate let the start-up probe through, so gates do not work in this JVM.",
      "Remove other agents one by one; send this line to the product's vendor."),
  WATCH_DIED(
      "TG-SYS-0005",
      "The thread that watches the license ended, so every gate is closed.",
      "Restart the application; send this line to the product's vendor."),
  WATCH_BLIND(
      "TG-SYS-0015",
      "The license cannot be watched at the moment, so every gate is closed.",
      "Give the application more memory: the gates follow the license again once it can be watched."
          + " If that does not help, restart it and send this line to the product's vendor."),
  AGENT_ABSENT(
      "TG-SYS-0044",
      "The product runs without its license agent, and its gates are built in.",
      "Start it with -javaagent and the agent jar that came with it."),
  ENTRY_NOT_WOVEN(
      "TG-SYS-0043",
      "A servlet or filter chain could not be woven: what the server answers to denied calls there"
          + " is not HTTP 402.",
      "Send this line to the product's vendor. Gates are not concerned."),
  METHOD_NOT_GATED(
      "TG-SYS-0007",
      "Something is marked that no gate can stand in front of.",
      "Mark the methods that implement or call it instead."),
  AGENT_CONFLICT(
      "TG-SYS-0008",
      "Two agents with different policies are on the command line.",
      "Keep the one that came with the product."),
  START_FAILED(
      "TG-SYS-0006", "The agent could not start.", "Send this line to the product's vendor."),
  COMMAND_FAILED(
      "TG-SYS-0009",
      "A command failed where none should.",
      "Send this line to the product's vendor.");

  private final String code;
  private final Optional<Reason> reason;
  private final String title;
  private final String advice;

  ErrorCode(String code, Reason reason, String title, String advice) {
    this(code, Optional.of(reason), title, advice);
  }

  ErrorCode(String code, String title, String advice) {
    this(code, Optional.empty(), title, advice);
  }

  ErrorCode(String code, Optional<Reason> reason, String title, String advice) {
    this.code = code;
    this.reason = reason;
    this.title = title;
    this.advice = advice;
  }

  /** {@code TG-AREA-NNNN}, the name that operators and documentation use. */
  public String code() {
    return code;
  }

  /** Why the license does not count; empty for codes that are not about a license. */
  public Optional<Reason> reason() {
    return reason;
  }

  /** What is wrong, in one sentence. */
  public String title() {
    return title;
  }

  /** What to do next, in one sentence. */
  public String advice() {
    return advice;
  }
}
