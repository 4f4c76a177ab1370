import Testing

@testable import Wrapping

/// What Swift's importer does not manage with classes by itself gets functions of the module's own.
@Suite struct ClassLibraryTests {
  private let header = """
    namespace geo {
    class Counted {
     public:
      virtual ~Counted() {}
      void grab() const { ++count; }
      void drop() const { if (--count == 0) delete this; }
     private:
      mutable int count = 1;
    };
    class Shape : public virtual Counted {
     public:
      virtual Shape *createPart() = 0;
      virtual Shape *getPart() = 0;
      Shape *getOther();
    };
    class Plain : public Counted {};
    Plain *makePlain();
    extern "C" Shape *createShape(int size);
    }
    """

  private func wrapped() throws -> Face { try face(header, isCPlusPlus: true) }

  /// Swift does not find the way from a class to a virtual base.
  @Test func aVirtualBaseCountsThroughFunctions() throws {
    let face = try wrapped()
    #expect(face.notes.contains("SwiftRetainOp: CBox_retain_geo_Shape"))
    #expect(face.notes.contains("SwiftReleaseOp: CBox_release_geo_Shape"))
    #expect(
      ShimWriter(face).text().contains("void CBox_release_geo_Shape(geo::Shape *object) { (void)object->drop(); }"))
    #expect(face.notes.contains("- Name: Plain\n    SwiftImportAs: reference\n    SwiftRetainOp: .grab"))
  }

  /// What notes say of a virtual method is forgotten: what a class returns is borrowed, and makers are called by a function.
  @Test func aVirtualMakerIsCalledByAFunction() throws {
    let face = try wrapped()
    #expect(face.notes.contains("SwiftDefaultOwnership: unretained"))
    #expect(
      ShimWriter(face).text().contains(
        "geo::Shape * CBox_geo_Shape_createPart(geo::Shape *self) {\n  return self->createPart();"))
    #expect(face.notes.contains("- Name: CBox_geo_Shape_createPart\n  SwiftName: geo.Shape.createPart(self:)"))
    #expect(!face.notes.contains("CBox_geo_Shape_getPart"))
  }

  /// The object that a method is called on is the function's first argument, and is there.
  @Test func aFunctionOfTheModuleTakesTheObjectFirst() throws {
    #expect(try wrapped().notes.contains("NullabilityOfRet: O\n  SwiftReturnOwnership: retained\n  Nullability: [N]"))
  }

  @Test func aFunctionInCIsFoundInItsNamespace() throws {
    let face = try wrapped()
    #expect(face.notes.contains("- Name: CBox_geo_createShape\n  SwiftName: geo.createShape(_:)"))
  }
}
