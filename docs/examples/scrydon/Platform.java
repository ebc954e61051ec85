import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;

public class Platform {
  static String read() {
    return "reading works";
  }

  @Licensed
  static String write() {
    return "writing works";
  }

  public static void main(String[] arguments) {
    System.out.println(read());
    try {
      System.out.println(write());
    } catch (LicenseRequiredException e) {
      System.out.println("402 " + e.getMessage());
    }
  }
}
