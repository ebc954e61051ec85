package io.tollgate.core.command.doctor;

import java.util.List;

/** Looks at one thing. */
interface Check {

  /** What it finds; nothing if the thing is not there to be looked at. */
  List<Finding> look(Setup setup);
}
