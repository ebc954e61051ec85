package acme;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with what the class reports that the application names. */
public final class ReportServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String report = getInitParameter("report");
    try {
      response.getWriter().print(Class.forName(report).getMethod("report").invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new ServletException(e);
    }
  }
}
