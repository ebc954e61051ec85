package io.tollgate.core.command.doctor;

import io.tollgate.core.command.doctor.Setup.PlacedToken;
import io.tollgate.verifier.license.License;
import io.tollgate.verifier.license.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which license rules when several places hold one. */
final class PlacesCheck implements Check {

  @Override
  public List<Finding> look(Setup setup) {
    Optional<License> ruling = setup.status().license();
    if (setup.tokens().size() < 2 || ruling.isEmpty() || setup.status().lifecycle().isEmpty()) {
      return List.of();
    }
    List<String> rulers = new ArrayList<>();
    for (PlacedToken token : setup.tokens()) {
      if (token.verdict() instanceof Verdict.Granted granted
          && ruling.get().equals(granted.license())) {
        rulers.add(token.place());
      }
    }
    String holders =
        String.join(" and ", setup.tokens().stream().map(PlacedToken::place).toList())
            + " hold tokens";
    return List.of(
        Finding.note(
            "places",
            rulers.size() == setup.tokens().size()
                ? holders + " of the same license."
                : holders + "; the one in " + String.join(" and ", rulers) + " rules."));
  }
}
