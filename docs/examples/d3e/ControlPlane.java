public class ControlPlane {
  public static void main(String[] arguments) {
    System.out.println("control plane started");
  }
}
