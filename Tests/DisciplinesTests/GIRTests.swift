import Testing
import YAML

@testable import Disciplines

@Suite struct GIRTests {
  static let sample = """
    <?xml version="1.0"?>
    <repository version="1.2" xmlns="http://www.gtk.org/introspection/core/1.0" xmlns:c="http://www.gtk.org/introspection/c/1.0" xmlns:glib="http://www.gtk.org/introspection/glib/1.0">
      <namespace name="Toy" version="1.0" c:identifier-prefixes="Toy" c:symbol-prefixes="toy">
        <class name="Box" c:type="ToyBox" parent="GObject.Object" glib:ref-func="toy_box_hold" glib:unref-func="toy_box_drop">
          <constructor name="new" c:identifier="toy_box_new">
            <return-value transfer-ownership="full"><type name="Box" c:type="ToyBox*"/></return-value>
          </constructor>
          <virtual-method name="peek"><return-value transfer-ownership="full"><type name="Box" c:type="ToyBox*"/></return-value></virtual-method>
          <method name="get_lid" c:identifier="toy_box_get_lid">
            <return-value transfer-ownership="none" nullable="1"><type name="Lid" c:type="ToyLid*"/></return-value>
            <parameters><instance-parameter name="self" transfer-ownership="none"><type name="Box" c:type="ToyBox*"/></instance-parameter></parameters>
          </method>
          <method name="take_lid" c:identifier="toy_box_take_lid" throws="1">
            <return-value transfer-ownership="none"><type name="gboolean" c:type="gboolean"/></return-value>
            <parameters>
              <instance-parameter name="self" transfer-ownership="none"><type name="Box" c:type="ToyBox*"/></instance-parameter>
              <parameter name="lid" transfer-ownership="full"><type name="Lid" c:type="ToyLid*"/></parameter>
              <parameter name="old" direction="out" transfer-ownership="full"><type name="Lid" c:type="ToyLid**"/></parameter>
            </parameters>
          </method>
        </class>
        <record name="Lid" c:type="ToyLid">
          <method name="copy" c:identifier="toy_lid_copy">
            <return-value transfer-ownership="full"><type name="Lid" c:type="ToyLid*"/></return-value>
            <parameters><instance-parameter name="self" transfer-ownership="none"><type name="Lid" c:type="ToyLid*"/></instance-parameter></parameters>
          </method>
          <method name="free" c:identifier="toy_lid_free">
            <return-value transfer-ownership="none"><type name="none" c:type="void"/></return-value>
            <parameters><instance-parameter name="self" transfer-ownership="none"><type name="Lid" c:type="ToyLid*"/></instance-parameter></parameters>
          </method>
        </record>
        <function name="title" c:identifier="toy_title">
          <return-value transfer-ownership="full"><type name="utf8" c:type="char*"/></return-value>
        </function>
      </namespace>
    </repository>
    """

  @Test func ownershipIsReadOffTheTransfers() throws {
    let discipline = try GIRReader.discipline(text: Self.sample, path: "Toy-1.0.gir")
    #expect(discipline.name == "toy")
    #expect(discipline.types == TypeSelection(bases: ["ToyBox"], names: ["ToyLid"]))
    var effects: [String: CallEffects] = [:]
    for rule in discipline.calls { for name in rule.names { effects[name] = rule.effects } }
    #expect(
      effects == [
        "toy_box_hold": CallEffects(result: .retainedArgument(0)),
        "toy_box_drop": CallEffects(arguments: [0: .releases]),
        "toy_box_new": CallEffects(result: .new),
        "toy_box_get_lid": CallEffects(result: .borrowedFrom(argument: 0), mayReturnNull: true),
        "toy_box_take_lid": CallEffects(arguments: [1: .consumes, 2: .fillsOwned, 3: .fillsOnFailure]),
        "toy_lid_copy": CallEffects(result: .new),
        "toy_lid_free": CallEffects(arguments: [0: .destroys]),
      ])
  }

  @Test func brokenFilesAreNamedWithTheirLine() {
    let broken = #expect(throws: YAMLError.self) {
      try GIRReader.discipline(text: "<repository>\n<namespace>\n</repository>", path: "x.gir")
    }
    #expect(broken?.description.hasPrefix("x.gir:3:") == true)
    let foreign = #expect(throws: YAMLError.self) { try GIRReader.discipline(text: "<html/>", path: "x.gir") }
    #expect(foreign?.message == "has no <repository>; a GObject introspection file (.gir) is expected")
    let missing = #expect(throws: YAMLError.self) { try Discipline.read(fileAt: "/nowhere/x.gir") }
    #expect(missing?.description == "/nowhere/x.gir: cannot be read: No such file or directory")
  }
}
