import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;

/** An example that stays up: does its work ten times a second, and prints it when it changes. */
public class Running {
  public static void main(String[] arguments) throws Exception {
    Method work = Class.forName(arguments[0]).getMethod("main", String[].class);
    PrintStream console = System.out;
    String last = "";
    while (true) {
      ByteArrayOutputStream done = new ByteArrayOutputStream();
      System.setOut(new PrintStream(done, true));
      work.invoke(null, (Object) new String[0]);
      if (!done.toString().equals(last)) {
        last = done.toString();
        console.print(last);
      }
      Thread.sleep(100);
    }
  }
}
