package acme

import io.tollgate.api.{LicenseRequiredException, Licensed}

object Body:
  var ran = 0
  def open(): String =
    ran += 1
    "OPEN"

object Single:
  @Licensed("export") def marked(): String = Body.open()
  def byPattern(): String = Body.open()

@Licensed("export") object Whole:
  def only(): String = Body.open()

class Desk
object Desk:
  @Licensed("export") def inCompanion(): String = Body.open()

trait Shop:
  @Licensed("export") def sell(): String = Body.open()

class Corner extends Shop

trait Abstract[A]:
  @Licensed("export") def sell(what: A): String

class Concrete extends Abstract[String]:
  def sell(what: String): String = Body.open()

case class Order(id: String):
  @Licensed("export") def ship(): String = Body.open()

@Licensed("export") case class Invoice(id: String):
  def send(): String = Body.open()

enum Size:
  case Small, Large
  @Licensed("export") def fit(): String = Body.open()

@Licensed("export") def topLevel(): String = Body.open()

@Licensed("export") def withDefaults(first: Int = 1, second: String = ""): String = Body.open()

extension (text: String) @Licensed("export") def extended(): String = Body.open()

object ScalaMain:
  private def copied(invoice: Invoice): String =
    invoice.copy(id = "2")
    "OPEN"

  def report(call: => String): String =
    try call
    catch case e: LicenseRequiredException => "CLOSED " + e.code()

  def main(arguments: Array[String]): Unit =
    val gates = Renewal()
    var count = 0
    def gate(name: String)(call: => String): Unit =
      count += 1
      gates.of(name, () => report(call))
    gate("object")(Single.marked())
    gate("object, by a pattern")(Single.byPattern())
    gate("marked object")(Whole.only())
    gate("companion object")(Desk.inCompanion())
    gate("trait with a body")(Corner().sell())
    gate("generic trait")(Concrete().sell(""))
    gate("case class")(Order("1").ship())
    gate("marked case class")(Invoice("1").send())
    gate("copy of a marked case class")(copied(Invoice("1")))
    gate("enum")(Size.Small.fit())
    gate("top-level function")(topLevel())
    gate("default arguments")(withDefaults(2))
    gate("extension method")("".extended())
    gates.showClosed()
    println(s"$count calls, ${Denied.calls()} denied, ${Body.ran} ran")
    // While the gates are closed.
    val ofEveryObject = s"${Invoice("1")} ${Invoice("1") == Invoice("1")} ${Invoice("1").hashCode == Invoice("1").hashCode}"
    Renewal.renew()
    gates.showOpen()
    println(ofEveryObject)
