import Testing

@testable import Wrapping

/// What becomes of a counted library in C.
@Suite struct CountedLibraryTests {
  @Test(arguments: [
    ("item_new", "Item.init(name:count:)"), ("box_new", "Box.init()"), ("box_new_with_size", "Box.init(size:)"),
    ("box_new_from_item", "Box.init(item:)"), ("box_get_size", "getter:Box.size(self:)"),
    ("box_set_size", "setter:Box.size(self:newValue:)"), ("box_take_item", "Box.takeItem(self:_:)"),
    ("box_share_item", "Box.shareItem(self:_:)"), ("box_get_item", "getter:Box.item(self:)"),
    ("box_find_item", "Box.findItem(self:_:)"), ("box_is_empty", "getter:Box.isEmpty(self:)"),
    ("box_get_name", "getter:Box.name(self:) -> String"), ("box_ref", "Swift calls it by itself"),
    ("box_log", "a variadic function has no Swift form"),
    ("box_set_name", "it keeps the text 'name', and Swift's is gone when the call is over"),
  ])
  func outcome(function: String, expected: String) throws {
    #expect(try face(boxHeader, code: boxCode).outcome(function) == expected)
  }

  /// After a store a parameter may be another object, which says nothing of null.
  @Test func aParameterThatIsSetMayBeNull() throws {
    let header = boxHeader + "\nunsigned box_area(box_t *b);\n"
    let code =
      boxCode
      + "\nstatic box_t *chosen(box_t *b) { return b ? b : box_new(); }\nunsigned box_area(box_t *b) { b = chosen(b); return b->size; }\n"
    let function = try face(header, code: code).functions.first { $0.nativeName == "box_area" }
    #expect(function?.parameters.first?.nullability == .unspecified)
  }

  /// A release that leaves the end to a function of the headers.
  @Test func whatTheReleaseEndsWithIsNotForSwift() throws {
    let header =
      "typedef struct jar jar_t; jar_t *jar_ref(jar_t *j); void jar_unref(jar_t *j); void jar_delete(jar_t *j);\n"
    let code = """
      #include <stdlib.h>
      struct jar { int n; };
      void jar_delete(jar_t *j) { free(j); }
      jar_t *jar_ref(jar_t *j) { j->n++; return j; }
      void jar_unref(jar_t *j) { if (--j->n == 0) jar_delete(j); }
      """
    #expect(try face(header, code: code).outcome("jar_delete") == "it ends the object, whoever else holds it")
  }

  @Test func everyFunctionIsAccountedFor() throws {
    let face = try face(boxHeader, code: boxCode)
    let counts = FunctionList(face).counts
    #expect(counts.all == 18)
    #expect(counts.wrapped + counts.counting + counts.leftOut + counts.questions == counts.all)
    #expect(counts.counting == 4)
  }

  /// What the library takes over gets a count first; what it retains itself does not.
  @Test func consumedArgumentsAreRetained() throws {
    let shims = ShimWriter(try face(boxHeader, code: boxCode)).text()
    #expect(shims.contains("void CBox_box_take_item(box_t *p0, struct item *p1) {\n  if (p1) (void)item_get(p1);"))
    #expect(!shims.contains("CBox_box_share_item"))
    #expect(!shims.contains("CBox_box_new_from_item"))
  }

  /// What the library did not take is given back.
  @Test func whatIsConsumedOnSuccessIsGivenBackOtherwise() throws {
    let header = boxHeader + "\nint box_try_item(box_t *b, struct item *item);\n"
    let code =
      boxCode
      + "\nint box_try_item(box_t *b, struct item *item) { if (b->item) return -1; b->item = item; return 0; }\n"
    let shims = ShimWriter(try face(header, code: code, walksPaths: true)).text()
    #expect(
      shims.contains(
        """
          if (p1) (void)item_get(p1);
          int result = box_try_item(p0, p1);
          if (result != 0 && p1) (void)item_put(p1);
          return result;
        """))
  }

  /// A borrowed object in a variable of Swift's would be released by it.
  @Test func borrowedOutputsAreRetained() throws {
    let shims = ShimWriter(try face(boxHeader, code: boxCode)).text()
    #expect(shims.contains("if (p1) if (*p1) (void)item_get(*p1);"))
  }

  /// The compiler takes no release that returns a number.
  @Test func operationsReturnNothing() throws {
    let face = try face(boxHeader, code: boxCode)
    #expect(face.notes.contains("SwiftReleaseOp: CBox_release_item"))
    #expect(ShimWriter(face).text().contains("void CBox_release_item(struct item *object) { (void)item_put(object); }"))
    #expect(face.notes.contains("SwiftReleaseOp: box_unref"))
  }

  @Test func resultsSayWhoOwnsThem() throws {
    let notes = try face(boxHeader, code: boxCode).notes
    #expect(
      notes.contains(
        "- Name: box_new\n  SwiftName: Box.init()\n  NullabilityOfRet: O\n  SwiftReturnOwnership: retained"))
    #expect(notes.contains("NullabilityOfRet: O\n  SwiftReturnOwnership: unretained"))
  }

  @Test func enumerationsLoseWhatTheyShare() throws {
    let face = try face(boxHeader, code: boxCode)
    let flags = try #require(face.enumerations.first { $0.nativeName == "box_flags_t" })
    #expect(flags.form == .optionSet)
    // What says no keeps saying it.
    #expect(flags.members.map(\.swiftName) == ["none", "a", "noB"])
    let color = try #require(face.enumerations.first { $0.nativeName == "box_color" })
    #expect(color.swiftName == "BoxColor")
    #expect(color.form == .open)
    #expect(color.members.map(\.swiftName) == ["red", "green"])
  }

  /// With headers alone names have to do, and it is said that they did.
  @Test func namesAreTheLastResort() throws {
    let face = try face(boxHeader)
    let box = try #require(face.types.first { $0.swiftName == "Box" })
    #expect(box.isCounted)
    #expect(box.provenance == .habit)
    let made = try #require(face.functions.first { $0.nativeName == "box_new" })
    #expect(made.result.ownership == .owned)
    #expect(made.result.provenance == .habit)
  }

  /// What nobody knows is asked, not guessed.
  @Test func theUnknownIsAQuestion() throws {
    let face = try face(
      boxHeader + "\nvoid box_pass(box_t *b, struct item *item);",
      code: boxCode + "\nvoid other(void *); void box_pass(box_t *b, struct item *item) { other(item); }")
    #expect(face.outcome("box_pass") == "does it take over the reference in 'item'?")
    #expect(face.notes.contains("AvailabilityMsg"))
  }
}
