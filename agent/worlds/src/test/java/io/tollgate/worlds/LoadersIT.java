package io.tollgate.worlds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.dist.Jdk;
import io.tollgate.dist.Product;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Class loaders of the product's own making. */
class LoadersIT {

  @ParameterizedTest
  @MethodSource("io.tollgate.dist.Jdk#all")
  @World(group = "class loaders", value = "loaders without parent and child-first loaders")
  void aGateBitesWhateverLoaderDefinesItsClass(Jdk jdk) throws Exception {
    Acme acme = new Acme();
    Path driver =
        acme.compile("driver", List.of("-cp", ""), "loaders/Loaders.java", "acme/Renewal.java");
    Path main = acme.main();
    Path paid = acme.paid();
    assertEquals(
        """
        without parent: CLOSED TG-LIC-0002 own
        child first: CLOSED TG-LIC-0002 own
        paid: IllegalStateException Renew your license
        without parent: OPEN
        child first: OPEN
        paid: OPEN
        """,
        acme.run(
                jdk,
                "-cp",
                Acme.classPath(driver, Product.API),
                "loaders.Loaders",
                main + "/",
                Product.API,
                paid + "/")
            .out());
  }
}
