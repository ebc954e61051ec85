package io.tollgate.core.jmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.core.gate.GateKeeper;
import io.tollgate.core.meter.CapUse;
import io.tollgate.core.status.Facts;
import io.tollgate.core.status.GateReport;
import io.tollgate.core.status.StatusJson;
import io.tollgate.core.status.StoreState;
import io.tollgate.core.weave.WovenGates;
import io.tollgate.verifier.license.Entitlements;
import io.tollgate.verifier.license.ErrorCode;
import io.tollgate.verifier.license.Kind;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.LicenseStatus;
import io.tollgate.verifier.license.Lifecycle;
import io.tollgate.verifier.license.Refusal;
import io.tollgate.verifier.license.State;
import io.tollgate.verifier.license.TokenFormat;
import io.tollgate.verifier.text.Json;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class LicenseBeanTest {
  private final LicenseBean bean = new LicenseBean();

  @Test
  void everyMemberOfAStatusIsAnAttributeThatCanOnlyBeRead() throws Exception {
    String status = StatusJson.of(new Everything()).toString();
    bean.show(status);
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    ObjectName name = new ObjectName("io.tollgate:type=License");
    server.registerMBean(new StandardMBean(bean, LicenseMXBean.class, true), name);
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
      assertFalse(attribute.isWritable(), attribute.getName());
    }
    assertEquals(0, server.getMBeanInfo(name).getOperations().length);
    int members = 0;
    for (String member : Json.object(status.getBytes(StandardCharsets.UTF_8)).names()) {
      // A cap's own name is for the flattened form; here it is in Caps.
      if (!member.equals("seats")) {
        String attribute = member.substring(0, 1).toUpperCase(Locale.ROOT) + member.substring(1);
        Object value = server.getAttribute(name, attribute);
        assertTrue(value != null && !value.toString().isEmpty(), attribute);
        members++;
      }
    }
    assertEquals(29, members);
    assertEquals("lic-1", server.getAttribute(name, "LicenseId"));
    assertEquals(7_200_000L, server.getAttribute(name, "ClockBehindMs"));
    TabularData denied = (TabularData) server.getAttribute(name, "Denied");
    assertEquals(3L, denied.get(new Object[] {"export"}).get("value"));
    assertEquals(List.of("export"), List.of((String[]) server.getAttribute(name, "Features")));
  }

  @Test
  void whatIsNotKnownIsNullOrEmpty() {
    assertNull(bean.getLicenseId());
    assertNull(bean.getDaysUntilExpiry());
    assertEquals(Map.of(), bean.getDenied());
    assertEquals(0, bean.getFeatures().length);
    assertFalse(bean.isOpen());
  }

  @Test
  void theBeanHoldsATextAndNothingElse() {
    for (Field field : LicenseBean.class.getDeclaredFields()) {
      assertEquals(String.class, field.getType(), field.getName());
    }
  }

  /** A product of which everything is known. */
  private static final class Everything implements Facts {
    @Override
    public String product() {
      return "Acme Orders";
    }

    @Override
    public LicenseStatus status() {
      License license =
          new License(
              TokenFormat.JWT,
              "ES256",
              "k1",
              "lic-1",
              "Acme",
              Optional.of("vendor"),
              OptionalLong.of(1),
              OptionalLong.of(2),
              4_000,
              OptionalLong.empty(),
              License.Terms.NONE,
              new Entitlements(Optional.of("gold"), List.of("export"), Map.of("seats", 5L)));
      return new LicenseStatus(
          State.INVALID,
          Kind.INVALID,
          false,
          Optional.of(license),
          Optional.of(new Lifecycle(2, 3_000, 4_000, 5_000, Lifecycle.NEVER)),
          Optional.of(new Refusal(ErrorCode.LICENSE_REVOKED, "")),
          Optional.empty(),
          3);
    }

    @Override
    public long lastVerified() {
      return 3;
    }

    @Override
    public long nextTransition() {
      return 4_000;
    }

    @Override
    public Optional<String> tokenHash() {
      return Optional.of("ab");
    }

    @Override
    public int gatesWoven() {
      return 12;
    }

    @Override
    public GateReport gates() {
      return new GateReport(new GateKeeper(), new WovenGates());
    }

    @Override
    public Map<String, Long> observed() {
      return Map.of();
    }

    @Override
    public Map<String, Long> denied() {
      return Map.of("export", 3L);
    }

    @Override
    public List<CapUse> caps() {
      return List.of();
    }

    @Override
    public Map<String, Long> rejected() {
      return Map.of("TG-TOK-0006", 2L);
    }

    @Override
    public Optional<String> installation() {
      return Optional.empty();
    }

    @Override
    public Optional<StoreState> store() {
      return Optional.empty();
    }

    @Override
    public Optional<Long> offlineSince() {
      return Optional.of(3L);
    }

    @Override
    public long clockBehind() {
      return 7_200_000;
    }
  }
}
