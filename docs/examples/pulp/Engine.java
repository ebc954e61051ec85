import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;

public class Engine {
  @Licensed
  static String withoutWatermark() {
    return "a page";
  }

  public static void main(String[] arguments) {
    try {
      System.out.println(withoutWatermark());
    } catch (LicenseRequiredException e) {
      System.out.println("a page with a watermark: " + e.code());
    }
  }
}
