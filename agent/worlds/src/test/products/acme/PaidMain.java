package acme;

/** The product that has an annotation of its own. */
public final class PaidMain {
  private PaidMain() {}

  public static void main(String[] arguments) throws Exception {
    new Renewal().of("paid", PaidExport::report).show();
  }
}
