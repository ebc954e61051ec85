package shop;

import io.tollgate.api.LicenseRequiredException;
import jakarta.servlet.Servlet;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;
import org.apache.catalina.Context;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** Jersey without a mapper for denied calls, and with one. */
public final class JerseyPart implements OnTomcat.Part {

  @Override
  public void addTo(Context context) {
    OnTomcat.add(
        context,
        Map.<String, Servlet>of(
            "/jersey/*", new ServletContainer(new ResourceConfig(Orders.class)),
            "/mapped/*", new ServletContainer(new ResourceConfig(Orders.class, Mapper.class))),
        Map.of());
  }

  /** A resource. */
  @Path("/")
  public static class Orders {
    @GET
    @Path("plain")
    public String plain() {
      return Desk.order();
    }

    /** Has a gate by {@code @POST}, where the policy says so. */
    @POST
    @Path("posted")
    public String posted() {
      return "posted";
    }

    @GET
    @Path("other")
    public String other() {
      throw new IllegalStateException("nothing to do with it");
    }
  }

  /** The host's own way. */
  public static class Mapper implements ExceptionMapper<LicenseRequiredException> {
    @Override
    public Response toResponse(LicenseRequiredException denied) {
      return Response.status(418).entity("mine").build();
    }
  }
}
