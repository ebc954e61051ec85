import io.tollgate.api.LicenseRequiredException;
import io.tollgate.api.Licensed;

public class Converter {
  @Licensed
  static String convert() {
    return "converted";
  }

  public static void main(String[] arguments) {
    try {
      System.out.println(convert());
    } catch (LicenseRequiredException e) {
      System.out.println("conversion is off: " + e.code());
    }
  }
}
