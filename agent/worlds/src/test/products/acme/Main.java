package acme;

/** The product that knows Tollgate's API. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    new Renewal().of("export", Export::report).show();
  }
}
